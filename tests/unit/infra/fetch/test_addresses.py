"""Addresses are read as browsers do, and what could mean another thing to somebody is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.fetch.addresses import MAX_CHARACTERS, parse_address
from infra.fetch.errors import FetchRefusedError

PORTS = (80, 443)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("  HTTP://CDN.Example.:80/A.jpg#top ", "http://cdn.example/A.jpg"),
        ("https://cdn.example", "https://cdn.example/"),
        ("https://cdn.example:443?w=1&h=2", "https://cdn.example/?w=1&h=2"),
        ("//cdn.example/a.jpg?v=1", "https://cdn.example/a.jpg?v=1"),
        ("https://cdn.example/rote schuhe/ü.jpg", "https://cdn.example/rote%20schuhe/%C3%BC.jpg"),
        ("https://cdn.example/a%20b.jpg", "https://cdn.example/a%20b.jpg"),
        ("https://müller.example/a", "https://xn--mller-kva.example/a"),
        ("https://straße.example/a", "https://xn--strae-oqa.example/a"),
        ("https://img_1.cdn.example/a", "https://img_1.cdn.example/a"),
        ("https://93.184.216.34/a", "https://93.184.216.34/a"),
        ("http://[2606:2800:0220:0001::1]/a", "http://[2606:2800:220:1::1]/a"),
    ],
)
def test_an_address_is_read_as_browsers_read_it(text, url) -> None:
    assert parse_address(text, ports=PORTS).url == url


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("address", ""),
        ("address", "https://"),
        ("address", "https:///a.jpg"),
        ("address", "https://cdn.example/" + "a" * MAX_CHARACTERS),
        ("address", "https://cdn.example/a\r\nHost: inside"),
        ("address", "https://cdn.example/\0"),
        ("address", "https://cdn.example:99999/"),
        ("address", "https://cdn.example:8o/"),
        ("address", "https://a..b/"),
        ("address", "https://cdn example/"),
        ("address", "https://%31%32%37.0.0.1/"),
        ("address", "https://[fe80::1%25eth0]/"),
        ("address", "https://[fe80::1%eth0]/"),
        ("address", "https://[127.0.0.1]/"),
        ("address", "https://[::1/"),
        ("scheme", "ftp://cdn.example/a.jpg"),
        ("scheme", "file:///etc/passwd"),
        ("scheme", "data:image/png;base64,AAAA"),
        ("scheme", "javascript:alert(1)"),
        ("scheme", "pictures/a.jpg"),
        ("scheme", "cdn.example/a.jpg"),
        ("credentials", "https://user:word@cdn.example/"),
        ("credentials", "https://93.184.216.34@127.0.0.1/"),
        ("credentials", "https://@cdn.example/"),
        # To us the server is `inside`, to others `cdn.example`.
        ("credentials", "https://cdn.example\\@inside/"),
        ("port", "https://cdn.example:8443/"),
        ("port", "http://cdn.example:22/"),
        ("port", "http://cdn.example:0/"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(code, text) -> None:
    with pytest.raises(FetchRefusedError) as refused:
        parse_address(text, ports=PORTS)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.01",
        "127.0.0.1.1",
        "256.1.1.1",
        "0x",
        "１２７.1",
        "①②⑦.1",
    ],
)
def test_ipv4_is_written_as_four_decimal_numbers_or_refused(host) -> None:
    with pytest.raises(FetchRefusedError) as refused:
        parse_address(f"http://{host}/", ports=PORTS)
    assert refused.value.code == "address"


def test_other_scripts_digits_and_dots_are_the_address_that_they_look_like() -> None:
    assert parse_address("http://①②⑦。⓪.⓪.①/", ports=PORTS).host == "127.0.0.1"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("b.jpg", "https://cdn.example/shoes/b.jpg"),
        ("/b.jpg?v=2", "https://cdn.example/b.jpg?v=2"),
        ("//other.example/b.jpg", "https://other.example/b.jpg"),
        ("http://other.example/ü", "http://other.example/%C3%BC"),
        ("../../../b.jpg", "https://cdn.example/b.jpg"),
    ],
)
def test_a_redirect_is_relative_to_where_it_came_from(location, url) -> None:
    base = parse_address("https://cdn.example/shoes/a.jpg", ports=PORTS)
    assert parse_address(location, ports=PORTS, base=base).url == url


@settings(max_examples=50)  # some 30 ms each, of which the drawing takes the most
@given(st.text(max_size=60) | st.from_regex(r"https?://[^/]{0,40}/.{0,20}", fullmatch=True))
def test_any_text_is_an_address_or_refused_and_reads_the_same_again(text) -> None:
    try:
        address = parse_address(text, ports=PORTS)
    except FetchRefusedError:
        return
    assert address.url.isascii()
    assert address.url.isprintable()
    assert " " not in address.url
    assert parse_address(address.url, ports=PORTS) == address
