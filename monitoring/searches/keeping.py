"""From the cache into the table, a day at a time and no more than so many words of a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from catalog.vocabulary.past import add_searches, forget_searches
from infra.redis_clients import RATE_LIMITS, open_client
from monitoring.conf import conf
from monitoring.models import UnansweredSearch
from monitoring.searches.counting import ANSWERED_KEY, KEY


def keep_counted() -> int:
    """Take what was counted since the last time into the tables; how many found nothing."""
    add_searches({field.partition(" ")[2]: n for field, n in _take(ANSWERED_KEY).items()})
    counted: dict[date, dict[str, int]] = defaultdict(dict)
    for field, times in _take(KEY).items():
        day, _, words = field.partition(" ")
        counted[date.fromisoformat(day)][words] = times
    return sum(_keep(day, words) for day, words in counted.items())


def forget_old_searches() -> int:
    """Forget what is older than the shop keeps; how many rows."""
    since = timezone.localdate() - timedelta(days=conf.SEARCHES_KEPT_DAYS)
    forget_searches(since)
    return UnansweredSearch.objects.filter(day__lte=since).delete()[0]


def _take(key: str) -> dict[str, int]:
    with open_client(settings.CACHE_URL, RATE_LIMITS) as store, store.pipeline() as both:
        both.hgetall(key)
        both.delete(key)
        found, _ = both.execute()
    return {field.decode(): int(times) for field, times in found.items()}


def _keep(day: date, counted: dict[str, int]) -> int:
    with transaction.atomic():
        of_day = UnansweredSearch.objects.filter(day=day)
        known = set(of_day.filter(words__in=counted).values_list("words", flat=True))
        room = max(0, conf.SEARCHES_KEPT_PER_DAY - of_day.count())
        # Those that were searched for most often first: of a flood of nonsense each comes once.
        new = sorted(counted.keys() - known, key=lambda words: (-counted[words], words))[:room]
        kept = [*known, *new]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO monitoring_unansweredsearch AS kept (day, words, times)
                SELECT %s, found.words, found.times
                FROM unnest(%s::text[], %s::int[]) AS found (words, times)
                ON CONFLICT (day, words) DO UPDATE SET times = kept.times + excluded.times
                """,
                (day, kept, [counted[words] for words in kept]),
            )
    return len(kept)
