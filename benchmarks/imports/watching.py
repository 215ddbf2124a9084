"""Waiting for a worker that is at an import, as beat would, and looking at its memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from benchmarks.environment import Server
from benchmarks.resources.memory import processes
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.tasks import sweep_imports
from infra import publisher

_PAUSE_SECONDS = 2.0
"""Between two rounds of pages: shoppers are there all the time, but not at every moment."""
_BEAT_SECONDS = 30.0
"""As often are spaces tended. The only worker is at a slice for seconds, so a message that lives no
longer than a pause would never be read."""


def seconds_at_work(asked: ImportRun) -> Iterator[float]:
    """Until nobody works on a run any more; the seconds from one look at it to the next.

    Raises RuntimeError with what the run says, where it fails.
    """
    looked, tended = time.perf_counter(), 0.0
    while True:
        sweep_imports()
        if looked - tended > _BEAT_SECONDS:
            publisher.send("embeddings.tasks.tend_spaces", expires_seconds=_BEAT_SECONDS)
            tended = looked
        time.sleep(_PAUSE_SECONDS)
        now = runs.progress(asked)
        yield -looked + (looked := time.perf_counter())
        if now.error:
            raise RuntimeError(now.error)
        if now.state not in ImportRun.WORKING:
            return


class LargestMemory:
    """Looks at a worker each second, while the block runs; PSS."""

    def __init__(self, worker: Server) -> None:
        self.megabytes = 0
        """Of the process that works."""
        self.of_all = 0
        """Of that, its parent and its decoders together."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(worker,), daemon=True)

    def _look(self, worker: Server) -> None:
        while not self._over.wait(1.0):
            sizes = [(name, pss) for name, pss, _ in processes(worker)]
            self.of_all = max(self.of_all, sum(pss for _, pss in sizes))
            self.megabytes = max([self.megabytes, *(pss for name, pss in sizes if name == "child")])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
