"""A process whose clock is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine


def set_clock_ahead(seconds: float) -> None:
    """Let this process, and those forked from it, take it to be so much later than it is.

    Everything that asks for the date is answered so, Django and Celery among them; what measures
    how long something takes is not.
    """
    if seconds:
        time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
