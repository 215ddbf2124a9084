"""How many pictures a second workers embed: now, and over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from embeddings.worker.throughput import read_embedded
from monitoring.models import Sample
from monitoring.series.samples import Point

# Younger samples are too near to divide by; older ones say how it was before.
_LEAST_SECONDS, _MOST_SECONDS = 15, 300


def read_pace() -> float | None:
    """Pictures a second since the last sample; None where there is none, or the cache is away."""
    embedded, now = read_embedded(), timezone.now()
    between = (now - timedelta(seconds=_MOST_SECONDS), now - timedelta(seconds=_LEAST_SECONDS))
    last = Sample.objects.filter(at__range=between, embedded__isnull=False).order_by("-at").first()
    if embedded is None or last is None:
        return None
    return _pace(last.embedded or 0, embedded, (now - last.at).total_seconds())


def pace_of(samples: Sequence[Point]) -> list[tuple[datetime, float]]:
    """When, and how many pictures a second since the sample before; gaps are left out."""
    found = []
    for before, after in pairwise(samples):
        seconds = (after.at - before.at).total_seconds()
        if before.embedded is None or after.embedded is None or seconds > _MOST_SECONDS:
            continue
        pace = _pace(before.embedded, after.embedded, seconds)
        if pace is not None:
            found.append((after.at, pace))
    return found


def _pace(before: int, after: int, seconds: float) -> float | None:
    # The counter began anew where the cache was emptied.
    return (after - before) / seconds if after >= before and seconds > 0 else None
