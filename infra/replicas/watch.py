"""Looks each second where the primary and its replicas stand: once a process, beside requests."""

from __future__ import annotations

import threading
import time

from django.db import DEFAULT_DB_ALIAS

from infra.process_state import PerProcess
from infra.replicas.aliases import replica_aliases
from infra.replicas.lag import PrimaryHistory
from infra.replicas.server import Server
from infra.replicas.standing import Problem, Standing, View, judge

EVERY_SECONDS = 1.0
PATIENCE_SECONDS = 1.0
"""A server that has not said by then where it stands counts as away."""
_STALE_SECONDS = 2 * (EVERY_SECONDS + PATIENCE_SECONDS)


class Watch:
    """Begins at once, with a thread of its own; a server that hangs makes nobody else wait."""

    def __init__(self) -> None:
        aliases = (DEFAULT_DB_ALIAS, *replica_aliases())
        self.servers = {alias: Server(alias) for alias in aliases}
        self._history = PrimaryHistory()
        self._nothing = View(
            seen_at=0,
            primary_answers=True,
            replicas=tuple(Standing(alias=a, problem=Problem.UNKNOWN) for a in aliases[1:]),
        )
        self._view = self._nothing
        self._seen, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="replicas", daemon=True)
        self._thread.start()

    def view(self, *, wait: float = 0.0) -> View:
        """What was seen last; no replica is usable where that is long ago, or nothing has been.

        `wait` is for how many seconds to wait for the first look.
        """
        if wait:
            self._seen.wait(wait)
        view = self._view
        return view if time.monotonic() - view.seen_at < _STALE_SECONDS else self._nothing

    def stop(self) -> None:
        """End the thread, and close the connections that it asks by."""
        self._stop.set()
        self._thread.join()
        for server in self.servers.values():
            server.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._look()
            self._seen.set()
            self._stop.wait(EVERY_SECONDS)

    def _look(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        for server in self.servers.values():
            server.ask()
        positions = {
            alias: server.hear(max(0.0, deadline - time.monotonic()))
            for alias, server in self.servers.items()
        }
        self._view = judge(positions, self._history, now=time.monotonic())


watch = PerProcess(Watch, close=Watch.stop)
"""Made with the first request that may be answered by a replica."""
