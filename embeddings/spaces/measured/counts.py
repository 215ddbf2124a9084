"""How far each space is with its pictures, in numbers that are quick to ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Annotated(TypedDict):
    total: int
    pending: int
    failed: int
    ignored: int


@dataclass(frozen=True)
class SpaceCounts:
    """The pictures of an active space by state."""

    space: EmbeddingSpace
    ready: int
    pending: int
    failed: int
    ignored: int
    """Not to be compared: blank, fillers, or taken out by staff."""


def read_space_counts() -> list[SpaceCounts]:
    """Count every active space's pictures, the live space first."""
    rows = ImageEmbedding.objects.filter(space=OuterRef("pk"))
    # The ready ones are what is left: counting them would read the whole table, whereas all,
    # waiting, failed and ignored ones are counted in an index each. One statement, so that they
    # add up.
    spaces = EmbeddingSpace.objects.active().annotate(
        total=_count(rows),
        pending=_count(rows.pending()),
        failed=_count(rows.failed()),
        ignored=_count(rows.ignored()),
    )
    return [
        SpaceCounts(
            space,
            ready=space.total - space.pending - space.failed - space.ignored,
            pending=space.pending,
            failed=space.failed,
            ignored=space.ignored,
        )
        # What is annotated is known to Django's types by this cast alone.
        for space in cast("Iterable[WithAnnotations[EmbeddingSpace, _Annotated]]", spaces)
    ]


def read_oldest_waiting() -> dict[int, datetime]:
    """Since when the oldest waiting picture has been waiting, by space; none waits, no entry."""
    pending = ImageEmbedding.objects.pending().filter(space__in=EmbeddingSpace.objects.active())
    return dict(pending.order_by().values_list("space").annotate(since=Min("queued_at")))


def _count(rows: ImageEmbeddingQuerySet) -> Coalesce:
    counted = rows.order_by().values("space").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(counted), 0)
