"""Waiting for what another process or thread will do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

# So many times slower than promised may a machine be that is busy with other things. Where the
# bound is missing that a test is about, its wait is for ever, or at least ten times as long.
BUSY = 10


def wait_until(
    condition: Callable[[], object], seconds: float, explain: Callable[[], object] = lambda: ""
) -> None:
    """Wait for a condition; fail with an explanation when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s\n{explain()}")
        time.sleep(0.05)


@contextmanager
def ends_within(seconds: float) -> Iterator[None]:
    """What is inside has a bound of so many seconds on a machine at rest, and keeps to it."""
    started = time.monotonic()
    yield
    took = time.monotonic() - started
    assert took < seconds * BUSY, f"{took:.1f} s; promised at rest: {seconds} s"
