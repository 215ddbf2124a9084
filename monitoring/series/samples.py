"""Samples of the shop: taken by a worker, thinned as they grow old, read for charts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from catalog.models import Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.measured.counts import read_oldest_waiting
from embeddings.worker.throughput import read_embedded
from monitoring.conf import DETAIL_HOURS, KEPT_DAYS, SAMPLE_STALE_SECONDS, SAMPLING_TIMEOUT_MS
from monitoring.figures.counted import count_within
from monitoring.figures.rows import unpublished, without_pictures
from monitoring.models import Sample


def take_sample() -> Sample:
    """Count what would take a page too long, and keep it."""
    now = timezone.now()
    live = EmbeddingSpace.objects.live()
    rows = ImageEmbedding.objects.in_space(live) if live else ImageEmbedding.objects.none()
    waiting = ImageEmbedding.objects.pending().filter(space__in=EmbeddingSpace.objects.active())
    counted = {
        "products": Product.objects.all(),
        "unpublished": unpublished(),
        "without_pictures": without_pictures(),
        "ready": rows.ready(),
        "failed": rows.failed(),
        "pending": waiting,
    }
    hour = now.replace(minute=0, second=0, microsecond=0)
    return Sample.objects.create(
        at=now,
        is_first_of_hour=not Sample.objects.filter(at__gte=hour).exists(),
        oldest_pending=min(read_oldest_waiting().values(), default=None),
        embedded=read_embedded(),
        **{
            name: count_within(rows, milliseconds=SAMPLING_TIMEOUT_MS)
            for name, rows in counted.items()
        },
    )


def thin_samples() -> int:
    """Forget all but the first of each hour after two days, and these after months; how many."""
    now = timezone.now()
    old = Q(at__lt=now - timedelta(hours=DETAIL_HOURS), is_first_of_hour=False)
    forgotten, _ = Sample.objects.filter(old | Q(at__lt=now - timedelta(days=KEPT_DAYS))).delete()
    return forgotten


def latest_sample() -> Sample | None:
    """The last one, unless it says no more how the shop is."""
    since = timezone.now() - timedelta(seconds=SAMPLE_STALE_SECONDS)
    return Sample.objects.filter(at__gte=since).order_by("-at").first()


class Point(NamedTuple):
    """What charts show of a sample."""

    at: datetime
    pending: int | None
    embedded: int | None


def points_since(moment: datetime) -> list[Point]:
    """In their order: 1,440 of a day, and so no whole rows."""
    rows = Sample.objects.filter(at__gte=moment).order_by("at")
    return [Point(*row) for row in rows.values_list("at", "pending", "embedded")]
