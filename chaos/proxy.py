"""The network between a host and a server: passes on, stands still, or refuses."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

_BYTES = 65_536


class Proxy:
    """A port of this machine behind which a server's socket lies, for as long as that is wanted."""

    def __init__(self, target: str) -> None:
        """target: the path of the server's socket."""
        self._target = target
        self._passes = threading.Event()
        self._passes.set()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def part(self) -> None:
        """A partition: what is sent is not delivered, and nobody is told."""
        self._passes.clear()

    def heal(self) -> None:
        """What was on its way arrives."""
        self._passes.set()

    def reset(self) -> None:
        """End all connections, as a firewall does that has forgotten them."""
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Nobody listens any more."""
        self._listener.close()
        self.heal()
        self.reset()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._passes.wait()
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(self._target)
        except OSError:  # the server is away
            near.close()
            return
        self._open |= {near, far}
        back = threading.Thread(target=self._pass_on, args=(far, near), daemon=True)
        back.start()
        self._pass_on(near, far)
        back.join()
        self._open -= {near, far}
        near.close()
        far.close()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_BYTES):
                self._passes.wait()
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
