"""Work that failed, by reason: how many pictures each kept out, and all of them queued again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from catalog.feeds.models import Feed
from catalog.imports.models import ImportRun
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue import retry
from embeddings.queue.wake import wake_workers
from monitoring.conf import MOST_COUNTED
from webhooks.models import Endpoint

MOST_REASONS = 8
IMPORTS_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class FailedPictures:
    """Pictures of the live space that failed for one reason."""

    reason: str
    """As workers wrote it; embeddings.failures says how it is translated."""
    pictures: int
    example: int
    """The id of one of their embeddings: names the reason in a form."""


def read_failed_pictures() -> list[FailedPictures]:
    """The most frequent reasons, among the first MOST_COUNTED pictures; none without a space."""
    found = (
        ImageEmbedding.objects.filter(pk__in=_failed().values("pk")[:MOST_COUNTED])
        .order_by()
        .values("error")
        .annotate(pictures=Count("pk"), example=Max("pk"))
        .order_by("-pictures", "error")[:MOST_REASONS]
    )
    return [
        FailedPictures(reason=row["error"], pictures=row["pictures"], example=row["example"])
        for row in found
    ]


def retry_like(example: int) -> int:
    """Queue pictures again that failed for the reason of one; how many, MOST_COUNTED at most."""
    reason = _failed().filter(pk=example).values_list("error", flat=True).first()
    if reason is None:  # it was retried, or replaced, meanwhile
        return 0
    rows = list(_failed().filter(error=reason).values_list("pk", flat=True)[:MOST_COUNTED])
    retried = retry(rows)
    if retried:
        wake_workers()
    return retried


def read_failed_imports() -> list[ImportRun]:
    """The last ones of a fortnight that failed."""
    since = timezone.now() - timedelta(days=IMPORTS_DAYS)
    failed = Q(state=ImportRun.State.FAILED, created_at__gte=since)
    return list(ImportRun.objects.filter(failed).order_by("-pk")[:MOST_REASONS])


def read_failed_feeds() -> list[Feed]:
    """Active feeds whose last fetch failed."""
    return list(Feed.objects.filter(is_active=True).exclude(error="")[:MOST_REASONS])


def read_paused_webhooks() -> list[Endpoint]:
    """Those that were paused because they took nothing any more."""
    return list(Endpoint.objects.exclude(paused_because="")[:MOST_REASONS])


def _failed() -> QuerySet[ImageEmbedding]:
    live = EmbeddingSpace.objects.filter(state=EmbeddingSpace.State.LIVE)
    return ImageEmbedding.objects.failed().filter(space__in=live)
