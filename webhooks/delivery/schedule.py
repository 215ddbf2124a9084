"""When something is tried again: later each time, and never by all at once."""

from __future__ import annotations

import random

MESSAGE_SECONDS = (5, 30, 120, 600, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600, 24 * 3_600)
"""After each failed attempt of a message; after the last, in some 3 days, it is given up."""
REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 900.0
"""Of an endpoint after its first failure in a row, doubled after each further one."""
JITTER = 0.2


def retry_seconds(attempts: int) -> float | None:
    """Until a message goes once more that failed so many times; None: it has failed enough."""
    if attempts > len(MESSAGE_SECONDS):
        return None
    return _jittered(MESSAGE_SECONDS[attempts - 1])


def rest_seconds(failures: int) -> float:
    """For how long an endpoint is left alone after so many failures in a row."""
    doubled = REST_SECONDS * 2.0 ** min(failures - 1, 30)
    return _jittered(min(doubled, LONGEST_REST_SECONDS))


def _jittered(seconds: float) -> float:
    return seconds * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
