"""How far the shop keeps to its objectives: events in windows, burn rates, what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce

from django.conf import settings
from django.db import connection
from django.utils import timezone

from infra.redis_clients import HEALTH, open_client
from monitoring.conf import conf
from monitoring.objectives.counting import PENDING_KEY, TOTALS_KEY, Count, Key
from monitoring.objectives.defined import OBJECTIVES, Objective
from monitoring.objectives.keeping import parse_counts

WINDOWS = {
    "5m": timedelta(minutes=5),
    "30m": timedelta(minutes=30),
    "1h": timedelta(hours=1),
    "6h": timedelta(hours=6),
    "3d": timedelta(days=3),
}
"""Of the workbook's pairs: a long window says that it matters, a short one that it goes on.

https://sre.google/workbook/alerting-on-slos/, multiwindow, multi-burn-rate alerts.
"""
BUDGET = "budget"
QUANTILE_WINDOW = "1h"
LEAST_EVENTS = 20
"""Fewer in a window say too little; deploy/prometheus/alerts.yml holds the same number."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One objective, and what happened in each window."""

    objective: Objective
    windows: Mapping[str, Count]
    """By the names of WINDOWS, and BUDGET."""
    last_hour: Mapping[int, int] = field(default_factory=dict)
    """Events of the last hour by bucket."""

    def burn_rate(self, window: str) -> float:
        """1 uses the budget up just when its days are over; 0 where nothing happened."""
        count = self.windows.get(window, Count())
        if not count.events:
            return 0.0
        return (1 - count.good / count.events) / (1 - self.objective.share)

    @property
    def budget_left(self) -> float:
        """1 at best; below 0 more has failed than was promised."""
        return 1 - self.burn_rate(BUDGET)

    @property
    def is_broken(self) -> bool:
        """Whether more has failed than was promised, of enough to say so."""
        events = self.windows.get(BUDGET, Count()).events
        return events >= LEAST_EVENTS and self.budget_left <= 0

    @property
    def quantile_seconds(self) -> float | None:
        """The promised percentile over the last hour: the bound of the bucket in which it lies.

        None where nothing happened, or where it lies above all bounds.
        """
        wanted, seen = self.objective.share * sum(self.last_hour.values()), 0
        for bucket, bound in enumerate(self.objective.bounds):
            seen += self.last_hour.get(bucket, 0)
            if seen and seen >= wanted:
                return bound
        return None


def read_kept(*, with_cache: bool = True) -> list[Kept]:
    """All objectives; `with_cache`: also what no worker has moved into the table yet.

    One statement and one question to the cache. Raises DatabaseError, RedisError.
    """
    now = timezone.now()
    spans = WINDOWS | {BUDGET: timedelta(days=conf.SLO_BUDGET_DAYS)}
    found: dict[str, dict[str, dict[int, Count]]] = defaultdict(lambda: defaultdict(dict))
    for name, bucket, window, events, good, seconds in _read_table(now, spans):
        found[name][window][bucket] = Count(events, good, seconds)
    for (minute, name, bucket), count in (_read_pending() if with_cache else {}).items():
        age = now - datetime.fromtimestamp(60 * minute, tz=UTC)
        for window, span in spans.items():
            if age <= span:
                buckets = found[name][window]
                buckets[bucket] = buckets.get(bucket, Count()).plus(count)
    return [
        Kept(
            objective=each,
            windows={
                window: _sum(buckets.values()) for window, buckets in found[each.name].items()
            },
            last_hour={
                bucket: count.events for bucket, count in found[each.name][QUANTILE_WINDOW].items()
            },
        )
        for each in OBJECTIVES
    ]


def read_totals() -> dict[str, dict[int, Count]]:
    """By objective and bucket, since the cache was last empty; raises RedisError."""
    with open_client(settings.CACHE_URL, HEALTH) as store:
        fields = store.hgetall(TOTALS_KEY)
    totals: dict[str, dict[int, Count]] = defaultdict(dict)
    for (_minute, name, bucket), count in parse_counts(
        {b"0:" + key: number for key, number in fields.items()}
    ).items():
        totals[name][bucket] = count
    return totals


def _read_pending() -> dict[Key, Count]:
    with open_client(settings.CACHE_URL, HEALTH) as store:
        return parse_counts(store.hgetall(PENDING_KEY))


def _read_table(
    now: datetime, spans: Mapping[str, timedelta]
) -> list[tuple[str, int, str, int, int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT name, bucket, window_name, sum(events)::int8, sum(good)::int8, sum(seconds)
            FROM unnest(%s::text[], %s::timestamptz[]) AS span (window_name, since)
            JOIN monitoring_objectivecount ON at >= since
            GROUP BY name, bucket, window_name
            """,
            (list(spans), [now - span for span in spans.values()]),
        )
        rows: list[tuple[str, int, str, int, int, float]] = cursor.fetchall()
    return rows


def _sum(counts: Iterable[Count]) -> Count:
    return reduce(Count.plus, counts, Count())
