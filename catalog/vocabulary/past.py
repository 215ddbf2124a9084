"""What others searched for and found: suggested to those who begin to type the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.utils import timezone

from catalog.vocabulary.models import PastSearch
from infra.prepared import fetch_prepared

# What one or two people searched for is theirs, and may be a slip.
_MANY_ENOUGH = 3


def add_searches(found: Mapping[str, int]) -> None:
    """Count searches, folded, that found something so many times."""
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO catalog_pastsearch AS kept (words, times, last_on)
            SELECT words, times, %s FROM unnest(%s::text[], %s::int[]) AS found (words, times)
            ORDER BY words
            ON CONFLICT (words) DO UPDATE
            SET times = kept.times + excluded.times, last_on = excluded.last_on
            """,
            (timezone.localdate(), list(found), list(found.values())),
        )


def forget_searches(since: date) -> int:
    """Forget those that nobody has repeated since; how many."""
    return PastSearch.objects.filter(last_on__lte=since).delete()[0]


def past_words(beginning: str, *, most: int) -> list[str]:
    """Searches that begin so, folded; those of many people first."""
    rows = fetch_prepared(
        """
        SELECT words FROM catalog_pastsearch
        WHERE words ~>=~ %(first)s AND words ~<~ %(end)s AND times >= %(enough)s
        ORDER BY times DESC, words LIMIT %(most)s
        """,
        {
            "first": beginning,
            "end": beginning + "\U0010ffff",
            "enough": _MANY_ENOUGH,
            "most": most,
        },
    )
    return [words for (words,) in rows]
