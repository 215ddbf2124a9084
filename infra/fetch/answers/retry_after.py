"""When a server may be asked again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 24 * 3_600.0
"""A longer time is not kept: staff would be told for days that a server is busy."""


def retry_after(text: str) -> float | None:
    """Seconds that a Retry-After names (RFC 9110, section 10.2.3); None where it names none."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(float(text), LONGEST_SECONDS)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    left = (when - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.0), LONGEST_SECONDS)
