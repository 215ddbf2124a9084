"""A network that can be parted: what is sent meanwhile comes later, and nobody is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos.proxy import Proxy


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """In front of a server that sends back what it gets."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "s"))
    server.listen()

    def echo() -> None:
        try:
            while True:
                client, _ = server.accept()
                while data := client.recv(100):
                    client.sendall(data)
        except OSError:
            return

    threading.Thread(target=echo, daemon=True).start()
    made = Proxy(str(tmp_path / "s"))
    yield made
    made.close()
    server.close()


def test_what_is_sent_while_it_is_parted_arrives_when_it_is_healed(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as client:
        client.sendall(b"one")
        assert client.recv(100) == b"one"
        proxy.part()
        client.settimeout(0.2)
        client.sendall(b"two")
        with pytest.raises(TimeoutError):
            client.recv(100)
        client.settimeout(5)
        proxy.heal()
        assert client.recv(100) == b"two"


def test_reset_connections_end(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as client:
        client.sendall(b"one")
        assert client.recv(100) == b"one"
        proxy.reset()
        assert client.recv(100) == b""
