"""What an encoder must leave alone: other machines."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

_DOORS: tuple[tuple[object, str], ...] = (
    (socket.socket, "connect"),
    (socket.socket, "connect_ex"),
    (socket.socket, "sendto"),
    (socket, "getaddrinfo"),
)


class NetworkTouchedError(OSError):
    """Something wanted to reach another machine while the network was closed."""


@contextlib.contextmanager
def network_closed() -> Iterator[list[str]]:
    """Refuse every connection and every look-up of a name; what was asked for."""
    touched: list[str] = []

    def refuse(*arguments: object, **options: object) -> None:
        asked = next((str(each) for each in arguments if isinstance(each, str | tuple)), "a host")
        touched.append(asked)
        raise NetworkTouchedError(f"{asked}: an encoder reaches no other machine")

    before = [getattr(owner, name) for owner, name in _DOORS]
    try:
        for owner, name in _DOORS:
            setattr(owner, name, refuse)
        yield touched
    finally:
        for (owner, name), door in zip(_DOORS, before, strict=True):
            setattr(owner, name, door)
