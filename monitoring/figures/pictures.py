"""Pictures by state, how quickly workers get on, and how long what waits still takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet
from embeddings.spaces.measured.counts import read_oldest_waiting
from monitoring.figures.counted import Count, count_small, count_up_to
from monitoring.series.pace import read_pace
from monitoring.series.samples import latest_sample


@dataclass(frozen=True, kw_only=True)
class PictureFigures:
    """Pictures of the space that shoppers see; what waits is that of all active spaces."""

    ready: Count | None
    """None in a large space without a sample."""
    pending: Count
    failed: Count
    ignored: Count
    oldest_pending: datetime | None
    per_second: float | None
    """None where nobody has measured it lately."""

    @property
    def seconds_left(self) -> float | None:
        """Until nothing waits, at the pace of the last minute; None where there is no telling."""
        if not self.per_second or not self.pending.number:
            return None
        return self.pending.number / self.per_second


def read_pictures(space: EmbeddingSpace) -> PictureFigures:
    """space: the live one"""
    rows = ImageEmbedding.objects.in_space(space)
    waiting = ImageEmbedding.objects.pending().filter(space__in=EmbeddingSpace.objects.active())
    pending = count_up_to(waiting)
    return PictureFigures(
        ready=_ready(rows),
        pending=pending,
        failed=count_up_to(rows.failed()),
        ignored=count_up_to(rows.ignored()),
        oldest_pending=_oldest(pending),
        per_second=read_pace(),
    )


def _ready(rows: ImageEmbeddingQuerySet) -> Count | None:
    if count_small(rows) is not None:
        return Count(number=rows.ready().count())
    sample = latest_sample()
    if sample is None or sample.ready is None:
        return None
    return Count(number=sample.ready, counted_at=sample.at)


def _oldest(pending: Count) -> datetime | None:
    """Which waits longest does not follow from the order of the queue: all that wait are read."""
    if not pending.number:
        return None
    if not pending.is_least:
        return min(read_oldest_waiting().values(), default=None)
    sample = latest_sample()
    return sample.oldest_pending if sample else None
