"""Servers that lead inside, never end, trickle, lie or break off: each ends soon, with its code."""

from __future__ import annotations

import gzip
import itertools
import socket
import struct
import threading

import pytest

from infra.fetch.errors import FetchRefusedError
from tests.scripted_server import drip, redirect, reply
from tests.waiting import ends_within

MIB = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def refusal(session, url, *, max_bytes=MIB) -> FetchRefusedError:
    with pytest.raises(FetchRefusedError) as refused:
        session.fetch(url, lambda piece: None, max_bytes=max_bytes)
    assert str(refused.value).endswith(".")
    return refused.value


@pytest.mark.parametrize(
    "host",
    ["127.0.0.2", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[64:ff9b::127.0.0.2]", "localhost"],
)
def test_a_redirect_that_leads_inside_is_not_followed(web, inside, open_session, host) -> None:
    web.answers["/a.jpg"] = redirect(inside.url("/secret", host=host))
    session = open_session(own="127.0.0.1/32", options={"resolver": only_inside})
    assert refusal(session, web.url("/a.jpg")).code == "not_public"
    assert (inside.connections, len(web.asked)) == (0, 1)


def only_inside(host: str) -> list[str]:
    return ["127.0.0.2"] if host == "localhost" else [host]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://0x7f000002/", "address"),
        ("http://user:word@cdn.example/", "credentials"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "scheme"),
        ("", "address"),
        ("http://[::1", "address"),
    ],
)
def test_a_redirect_is_read_like_any_address(web, open_session, target, code) -> None:
    web.answers["/a.jpg"] = redirect(target)
    assert refusal(open_session(), web.url("/a.jpg")).code == code


def test_a_redirect_to_another_port_is_refused(web, open_session) -> None:
    web.answers["/a.jpg"] = redirect("http://127.0.0.1:6379/")
    session = open_session(ports=(web.port,))
    assert refusal(session, web.url("/a.jpg")).code == "port"


def test_dns_that_changes_its_answer_changes_nothing(web, inside, open_session) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    asked = []

    def changing(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    web.answers["/a.jpg"] = [reply(b"fine"), reply(b"fine")]
    session = open_session(options={"resolver": changing})
    url = web.url("/a.jpg", host="shop.example")
    bodies: list[bytes] = []
    session.fetch(url, bodies.append, max_bytes=MIB)
    assert (b"".join(bodies), asked) == (b"fine", ["shop.example"])
    assert web.headers()["host"] == f"shop.example:{web.port}"
    # The connection that was kept leads to the address that was checked: no second question.
    session.fetch(url, bodies.append, max_bytes=MIB)
    assert asked == ["shop.example"]
    # A new connection asks anew, and is refused by what it hears.
    other = open_session(options={"resolver": changing})
    assert refusal(other, url).code == "not_public"
    assert inside.connections == 0


def test_a_dead_address_of_a_host_is_passed_over(web, open_session) -> None:
    with socket.create_server(("127.0.0.3", 0)):  # listens on another port alone
        session = open_session(
            own="127.0.0.0/8", options={"resolver": lambda host: ["127.0.0.3", "127.0.0.1"]}
        )
        web.answers["/a.jpg"] = reply(b"fine")
        bodies: list[bytes] = []
        session.fetch(web.url("/a.jpg", host="shop.example"), bodies.append, max_bytes=MIB)
        assert b"".join(bodies) == b"fine"


def test_nobody_at_a_port_is_told(open_session) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert refusal(open_session(), f"http://127.0.0.1:{port}/").code == "unreachable"


def endless(head: bytes, piece: bytes):
    return drip(itertools.chain([head], itertools.repeat(piece)), seconds=0)


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"x" * (MIB + 1)),
        reply(b"x", length=10 * MIB),
        endless(CHUNKED, b"10000\r\n" + b"x" * 0x10000 + b"\r\n"),
        endless(HEAD + b"\r\n", b"x" * 65_536),
    ],
    ids=["large", "announced", "endless chunks", "endless without a length"],
)
def test_bodies_have_a_largest_size(web, open_session, answer) -> None:
    web.answers["/a.jpg"] = answer
    with ends_within(2):
        refused = refusal(open_session(), web.url("/a.jpg"))
    assert refused.code == "too_many_bytes"
    assert "1 MB" in str(refused)


def test_a_gzip_bomb_is_noticed_before_it_has_gone_off(web, open_session) -> None:
    bomb = gzip.compress(bytes(100 * MIB), 1)
    sizes = []
    web.answers["/a.jpg"] = reply(bomb, content_encoding="gzip")
    with pytest.raises(FetchRefusedError) as refused:
        open_session().fetch(web.url("/a.jpg"), lambda p: sizes.append(len(p)), max_bytes=3 * MIB)
    assert refused.value.code == "too_many_bytes"
    assert max(sizes) <= 65_536
    assert sum(sizes) <= 3 * MIB


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "x" * 100])
def test_other_packings_are_refused(web, open_session, encoding) -> None:
    web.answers["/a.jpg"] = reply(b"x", content_encoding=encoding)
    assert refusal(open_session(), web.url("/a.jpg")).code == "encoding"


SLOW = {
    "status line": drip([b"H", b"T", b"T", b"P"] * 1000, seconds=0.05),
    "headers": drip(
        itertools.chain([HEAD], (b"X-%d: y\r\n" % n for n in itertools.count())), seconds=0.05
    ),
    "body": drip(itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"x")), seconds=0.05),
    "continue": drip(itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"), seconds=0.01),
}


@pytest.mark.parametrize("part", SLOW)
def test_a_trickle_ends_with_the_time_for_all_of_it(web, open_session, part) -> None:
    web.answers["/a.jpg"] = SLOW[part]
    with ends_within(0.5):
        assert refusal(open_session(total_seconds=0.3), web.url("/a.jpg")).code == "too_slow"


def test_redirects_share_one_time(web, open_session) -> None:
    for n in range(5):
        head = f"HTTP/1.1 302 X\r\nLocation: /{n + 1}\r\n\r\n".encode()
        web.answers[f"/{n}"] = drip([head], seconds=0.15)
    with ends_within(0.5):
        assert refusal(open_session(total_seconds=0.3), web.url("/0")).code == "too_slow"
    assert len(web.asked) < 4


@pytest.mark.parametrize("sent", [b"", HEAD + b"\r\nabc"], ids=["nothing", "a beginning"])
def test_a_silent_server_is_not_waited_for(web, open_session, sent) -> None:
    release = threading.Event()

    def silent(connection, asked):
        connection.sendall(sent)
        release.wait(60)

    web.answers["/a.jpg"] = silent
    try:
        with ends_within(0.5):
            assert refusal(open_session(silence_seconds=0.2), web.url("/a.jpg")).code == "too_slow"
    finally:
        release.set()


def reset(connection, asked):
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nabc")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


@pytest.mark.parametrize(
    "answer",
    [
        lambda connection, asked: False,
        reset,
        drip([HEAD + b"Content-Length: 100\r\n\r\nabc"], seconds=0),
        drip([CHUNKED + b"5\r\nab"], seconds=0),
        drip([CHUNKED + b"nonsense\r\n"], seconds=0),
        drip([b"220 mail.example ESMTP\r\n"], seconds=0),
        drip([HEAD + b"Bad Header: \0\r\n\r\n"], seconds=0),
        drip([HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"], seconds=0),
        endless(HEAD, b"X: " + b"y" * 4096 + b"\r\n"),
        endless(HEAD + b"X: ", b"y" * 65_536),
        reply(b"\x1f\x8bnonsense", content_encoding="gzip"),
        reply(gzip.compress(b"whole")[:-3], content_encoding="gzip"),
        drip([b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"], seconds=0),
    ],
    ids=[
        "closed",
        "reset",
        "short",
        "short chunk",
        "no chunk",
        "no HTTP",
        "bad header",
        "two lengths",
        "endless headers",
        "endless header",
        "no gzip",
        "short gzip",
        "another protocol",
    ],
)
def test_a_broken_answer_is_told(web, open_session, answer) -> None:
    web.answers["/a.jpg"] = answer
    with ends_within(2):
        assert refusal(open_session(), web.url("/a.jpg")).code in ("broken_answer", "status")


def test_a_fetch_that_another_thread_aborts_ends_at_once(web, open_session) -> None:
    begun = threading.Event()

    def silent(connection, asked):
        begun.set()
        connection.recv(1)

    web.answers["/a.jpg"] = silent
    session = open_session()
    threading.Thread(target=lambda: (begun.wait(10), session.abort())).start()
    with ends_within(1):
        assert refusal(session, web.url("/a.jpg")).is_temporary
    assert refusal(session, web.url("/a.jpg")).code == "too_slow"
