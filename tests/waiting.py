"""Waiting for what another process or thread will do."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


def wait_until(
    condition: Callable[[], object], seconds: float, explain: Callable[[], object] = lambda: ""
) -> None:
    """Wait for a condition; fail with an explanation when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s\n{explain()}")
        time.sleep(0.05)
