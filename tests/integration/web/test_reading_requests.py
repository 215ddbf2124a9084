"""What the web processes' own server reads of a request, and what it sends of an answer."""

from __future__ import annotations

import http.client
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.integration.web.served_shop import HOST
from web.body_limit import MAX_BODY_BYTES, MAX_STAFF_BODY_BYTES
from web.server.connections import (
    MAX_UNFINISHED_IN_FILES_BYTES,
    MAX_UNFINISHED_IN_MEMORY_BYTES,
    Channel,
    _make_room,
)

CHUNKED = (
    b"POST /api/v1/photo-searches/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def test_head_is_answered_without_a_body_and_the_connection_goes_on(serve, make_product) -> None:
    product = make_product("red")
    picture = product.images.get().url
    shop = serve()
    connection = http.client.HTTPConnection(HOST, shop.port, timeout=10)

    for path in ("/livez", "/", picture, "/robots.txt"):
        connection.request("HEAD", path, headers={"Host": "localhost"})
        head = connection.getresponse()
        assert head.read() == b""
        # Whatever the first answer had too many would stand before this one.
        connection.request("GET", path, headers={"Host": "localhost"})
        whole = connection.getresponse()
        body = whole.read()
        assert (head.status, whole.status) == (200, 200), path
        assert int(head.headers["Content-Length"]) == len(body), path
    connection.close()


def test_an_address_is_read_as_it_was_typed(serve, make_product) -> None:
    make_product(name="Синяя ваза")
    shop = serve()
    address = "/api/v1/products/?search=ваза"
    with shop.connect() as connection:
        connection.sendall(
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b""
        while read := connection.recv(10_000):
            answer += read
    assert answer.startswith(b"HTTP/1.1 200")
    assert "Синяя ваза" in answer.decode()


def test_a_body_of_unknown_length_is_refused_before_it_is_read(serve) -> None:
    shop = serve()

    with shop.connect() as connection:
        connection.sendall(CHUNKED)  # and no byte of the body
        answer = b""
        while read := connection.recv(10_000):
            answer += read

    assert answer.startswith(b"HTTP/1.1 411")
    assert b"length_required" in answer


@pytest.mark.parametrize(
    ("received", "ended"),
    [([300, 90, 80], [True, False, False]), ([90, 80, 10], [False, False, False])],
)
def test_the_oldest_unfinished_bodies_make_room(received, ended) -> None:
    channels = [
        SimpleNamespace(
            request=SimpleNamespace(body_bytes_received=size, began=began), will_close=False
        )
        for began, size in enumerate(received)
    ]

    _make_room(cast(list[Channel], channels[::-1]), 200)

    assert [channel.will_close for channel in channels] == ended


def test_one_body_of_staff_never_has_to_make_room() -> None:
    assert MAX_UNFINISHED_IN_FILES_BYTES > MAX_STAFF_BODY_BYTES
    assert MAX_UNFINISHED_IN_MEMORY_BYTES > 8 * MAX_BODY_BYTES
    channel: Any = SimpleNamespace(
        request=SimpleNamespace(body_bytes_received=MAX_STAFF_BODY_BYTES, began=0),
        will_close=False,
    )
    _make_room([channel], MAX_UNFINISHED_IN_FILES_BYTES)
    assert not channel.will_close
