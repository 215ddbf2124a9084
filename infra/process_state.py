"""What a process remembers between requests: each thing in one typed home, all forgotten at once.

A cache, a connection or a cooldown that outlives a request is a `PerProcess` value; the few things
that are not, and why, stand in docs/architecture.md ("State of a process"). It is made at its first
use. A forked process starts without any: it would share its parent's sockets, and a lock that
another thread of the parent held would stay locked for ever.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

_homes: list[PerProcess[object]] = []


class PerProcess(Generic[Value]):
    """One value for each process: `state = PerProcess(Cache)`, then `state.get()`.

    Meant for module level. `close` is called with a value that this very process made, when it is
    forgotten: to stop what it started.
    """

    def __init__(
        self, make: Callable[[], Value], *, close: Callable[[Value], object] | None = None
    ) -> None:
        self._make, self._close = make, close
        self._forget()
        _homes.append(self)  # type: ignore[arg-type]

    def get(self) -> Value:
        """The process's value, made now if this is the first use."""
        values = self._values  # of the moment: a reset meanwhile begins another list
        if not values:
            with self._making:
                if not values:
                    values.append(self._make())
        return values[0]

    def use(self, value: Value) -> None:
        """Take this value instead, until the next reset."""
        self.reset()
        self._values.append(value)

    def reset(self) -> None:
        """Close the value and forget it; the next use makes a new one."""
        values = list(self._values)
        self._forget()
        if self._close is not None:
            for value in values:
                self._close(value)

    def _forget(self) -> None:
        self._values: list[Value] = []
        self._making = threading.Lock()


def reset_all() -> None:
    """Forget everything that this process remembers, as if it had just begun; tests begin so."""
    for home in _homes:
        home.reset()


def _start_over_after_fork() -> None:
    # What the parent made is the parent's to close.
    for home in _homes:
        home._forget()


os.register_at_fork(after_in_child=_start_over_after_fork)
