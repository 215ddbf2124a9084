"""HTTPS: the connection goes to a checked address, and the certificate is of the name."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator

import pytest
import trustme

from infra.fetch.errors import FetchRefusedError
from tests.scripted_server import ScriptedServer, reply

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def shop(authority: trustme.CA) -> Iterator[tuple[ScriptedServer, list[str | None]]]:
    """https://shop.example on this machine, and the names that it was asked for by SNI."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("shop.example").configure_cert(context)
    names: list[str | None] = []
    context.sni_callback = lambda connection, name, context: names.append(name)
    with ScriptedServer(tls=context) as server:
        server.answers["/a.jpg"] = reply(b"fine")
        yield server, names


@pytest.fixture
def secure(authority: trustme.CA, open_session) -> Callable:
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    return lambda **options: open_session(
        options={"resolver": lambda host: ["127.0.0.1"], "trust": trust, **options}
    )


def test_name_and_certificate_are_those_of_the_address(shop, secure) -> None:
    server, names = shop
    bodies: list[bytes] = []
    secure().fetch(server.url("/a.jpg", host="shop.example"), bodies.append, max_bytes=MIB)
    assert (b"".join(bodies), names) == (b"fine", ["shop.example"])
    assert server.headers()["host"] == f"shop.example:{server.port}"


@pytest.mark.parametrize(
    ("host", "options"),
    [
        ("other.example", {}),
        ("127.0.0.1", {}),
        ("shop.example", {"trust": ssl.create_default_context()}),
    ],
    ids=["another name", "the address itself", "an unknown authority"],
)
def test_another_certificate_is_refused_with_its_reason(shop, secure, host, options) -> None:
    server, _names = shop
    with pytest.raises(FetchRefusedError) as refused:
        secure(**options).fetch(server.url("/a.jpg", host=host), print, max_bytes=MIB)
    assert refused.value.code == "certificate"
    assert host in str(refused.value)
    assert server.asked == []


def test_a_server_without_tls_is_refused(secure) -> None:
    answer = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    with ScriptedServer(greeting=answer) as plain, pytest.raises(FetchRefusedError) as refused:
        secure().fetch(plain.url("/", scheme="https"), print, max_bytes=MIB)
    assert refused.value.code == "certificate"
