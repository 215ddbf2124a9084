"""What was searched for in vain, by how often and by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet, Sum
from django.utils import timezone

from monitoring.models import UnansweredSearch


@dataclass(frozen=True, kw_only=True)
class SearchedWords:
    """Words, how often they found nothing, on how many days, and when last."""

    words: str
    times: int
    days: int
    last: date


def read_unanswered(*, days: int, most: int) -> list[SearchedWords]:
    """Of the last so many days, today among them; the most frequent first."""
    found = (
        _since(days)
        .values("words")
        .annotate(total=Sum("times"), on=Count("day"), last=Max("day"))
        .order_by("-total", "-last", "words")[:most]
    )
    return [
        SearchedWords(words=row["words"], times=row["total"], days=row["on"], last=row["last"])
        for row in found
    ]


def count_by_day(*, days: int) -> list[tuple[date, int]]:
    """How many searches found nothing on each day, the quiet days among them."""
    counted = dict(_since(days).values_list("day").annotate(total=Sum("times")).order_by())
    first = timezone.localdate() - timedelta(days=days - 1)
    every = (first + timedelta(days=each) for each in range(days))
    return [(day, counted.get(day, 0)) for day in every]


def forget_words(words: str) -> int:
    """Forget words on all days, such as somebody's name; on how many days they were kept."""
    return UnansweredSearch.objects.filter(words=words).delete()[0]


def _since(days: int) -> QuerySet[UnansweredSearch]:
    first = timezone.localdate() - timedelta(days=days - 1)
    return UnansweredSearch.objects.filter(day__gte=first)
