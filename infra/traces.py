"""Where a piece of work came from, so that a trace goes on where the work does.

The queue is rows in PostgreSQL and a message only wakes the workers: many uploads share a message,
and a lost one is made up for. So the row itself carries the trace that it belongs to. Without a
tracer (ops/tracing.py sets one up) all of this does nothing, and costs a look at a variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

TRACEPARENT_CHARACTERS = 55
"""Of a W3C traceparent: 00-<32 hex digits>-<16 hex digits>-<2 hex digits>."""


class Tracer(Protocol):
    """What is asked of whoever records traces."""

    def current(self) -> str:
        """The W3C traceparent of what is being done now; empty where nothing is recorded."""

    def work(self, name: str, origins: list[str]) -> AbstractContextManager[None]:
        """Record what is done inside as the continuation of each of these traces."""


# Not a `PerProcess`: it is set once where a process starts, as logging is, and OpenTelemetry keeps
# its own providers for the life of a process too. A worker's children are set up after the fork.
_tracer: Tracer | None = None


def set_tracer(tracer: Tracer | None) -> None:
    """Let the process record traces with this; None ends it."""
    global _tracer
    _tracer = tracer


def current_traceparent() -> str:
    """What a row of work carries so that its worker can go on with the trace; empty without one."""
    return _tracer.current() if _tracer else ""


@contextmanager
def continued_trace(name: str, traceparents: Iterable[str]) -> Iterator[None]:
    """Do work that was asked for in these traces (empty ones are nobody's) as a part of each."""
    if _tracer is None:
        yield
        return
    with _tracer.work(name, sorted({origin for origin in traceparents if origin})):
        yield
