"""What may become of a process of the shop: killed, told to stop, frozen, thawed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from benchmarks.environment import Server


def kill(server: Server) -> None:
    """SIGKILL to a process and all that it started."""
    _signal(server, signal.SIGKILL)
    server.process.wait(30)


def tell_to_stop(server: Server, *, seconds: float = 60) -> int:
    """SIGTERM to the process alone, as systemd and Kubernetes do; its exit status."""
    server.process.terminate()
    return server.process.wait(seconds)


def freeze(server: Server) -> None:
    """SIGSTOP to a process and all that it started."""
    _signal(server, signal.SIGSTOP)


def thaw(server: Server) -> None:
    """SIGCONT: it goes on as if no time had passed."""
    _signal(server, signal.SIGCONT)


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A process of another group, such as a server of the shop, stands still meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def children(server: Server) -> list[psutil.Process]:
    """The processes that it started itself: a worker's pool, the processes of the web server."""
    return psutil.Process(server.process.pid).children()


def _signal(server: Server, sent: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.process.pid, sent)
