"""Whoever is slow takes a connection, never a thread."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.integration.web.served_shop import ServedShop

SLOW_CLIENTS = 200
BODY = (
    "POST /api/v1/photo-searches/ HTTP/1.1\r\nHost: localhost\r\n"
    "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n"
)
HEADERS = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@contextmanager
def trickling(shop: ServedShop, beginning: str, *, clients: int) -> Iterator[list[socket.socket]]:
    """Many connections that send a byte every half second, and never come to an end."""
    connections = [shop.connect() for _ in range(clients)]
    stop = threading.Event()

    def trickle() -> None:
        while not stop.is_set():
            for connection in connections:
                connection.sendall(b"a")
            stop.wait(0.5)

    for connection in connections:
        connection.sendall(beginning.encode())
    thread = threading.Thread(target=trickle)
    thread.start()
    yield connections
    stop.set()
    thread.join()
    for connection in connections:
        connection.close()


def test_pages_go_on_beside_hundreds_of_slow_clients(serve, make_product) -> None:
    make_product("red")
    shop = serve()

    with (
        trickling(shop, HEADERS, clients=SLOW_CLIENTS // 2),
        trickling(shop, BODY, clients=SLOW_CLIENTS // 2),
    ):
        paths = ["/", "/p/product-1/", "/livez", "/readyz", "/api/v1/products/"] * 3
        # Of threads that read from the network themselves, none would ever be free again.
        answers = [shop.get(path, seconds=10)[0] for path in paths]

    assert answers == [200] * len(paths)


def test_a_connection_serves_several_requests(serve, make_product) -> None:
    shop = serve()

    with shop.connect() as connection:
        # The second comes before the first is answered.
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2)
        answer = b""
        while answer.count(b"ok") < 2 and (read := connection.recv(10_000)):
            answer += read

    assert answer.count(b"HTTP/1.1 200 OK") == 2


def test_what_is_at_work_is_finished_when_the_shop_is_stopped(serve, make_product) -> None:
    """Also the answer to a body that arrives in pieces while the process ends."""
    shop = serve()
    with shop.connect() as connection:
        body = b'{"positive": ["nobody"]}'
        head = (
            "POST /api/v1/recommendations/ HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body[:5])
        shop.get("/livez")  # the process has read what came before
        shop.process.terminate()
        connection.sendall(body[5:])
        answer = connection.recv(10_000)

    assert answer.startswith(b"HTTP/1.1 400")
    assert shop.process.wait(30) == 0


def test_too_large_a_body_is_refused_from_its_headers(serve) -> None:
    shop = serve()

    for path, status in (("/api/v1/photo-searches/", b"413"), ("/admin/login/", b"413")):
        with shop.connect() as connection:
            head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {10**9}\r\n\r\n"
            connection.sendall(head.encode())
            assert connection.recv(10_000).split()[1] == status
