"""Threads by what is asked: health never stands in a line behind pages."""

from __future__ import annotations

from collections.abc import Mapping

from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

PAGES = "pages"
# /readyz and /metrics take up to 3 s where a server is frozen; /livez is not behind them either.
LANES: Mapping[str, str] = {"/livez": "alive", "/readyz": "ready", "/metrics": "ready"}


class Lanes:
    """A pool of threads for pages, and one thread for each other lane."""

    def __init__(self, *, threads: int) -> None:
        self._pools = {name: ThreadedTaskDispatcher() for name in {PAGES, *LANES.values()}}
        for name, pool in self._pools.items():
            # The pool would warn of each request that waits for a moment.
            pool.queue_logger = pool.queue_logger.getChild(name)
            pool.queue_logger.setLevel("ERROR")
            pool.set_thread_count(threads if name == PAGES else 1)

    def add_task(self, channel: HTTPChannel) -> None:
        """Let a connection's next request be answered; called by its server."""
        path = getattr(channel.requests[0], "path", "")
        self._pools[LANES.get(path, PAGES)].add_task(channel)

    def shutdown(self, *, seconds: float) -> None:
        """End the threads, giving what is at work so long."""
        for pool in self._pools.values():
            pool.shutdown(timeout=seconds)
