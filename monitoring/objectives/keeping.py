"""From the cache into the table, by the minute; old minutes become hours, and hours go at last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from infra.redis_clients import RATE_LIMITS, open_client
from monitoring.conf import MINUTES_KEPT_HOURS, conf
from monitoring.models import ObjectiveCount
from monitoring.objectives.counting import PENDING_KEY, Count, Key, add_counts

_ON_CONFLICT = """
    ON CONFLICT (at, name, bucket) DO UPDATE SET events = kept.events + excluded.events,
        good = kept.good + excluded.good, seconds = kept.seconds + excluded.seconds
"""
_KEEP = f"""
    INSERT INTO monitoring_objectivecount AS kept (at, name, bucket, events, good, seconds)
    SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::int[], %s::int[], %s::int[],
        %s::float8[])
    {_ON_CONFLICT}
"""  # noqa: S608 - what is put in stands above
# Minutes of hours that have gone by; a row of the full hour stays, and the others are added to it.
_FOLD = f"""
    WITH old AS (
        DELETE FROM monitoring_objectivecount
        WHERE at < date_trunc('hour', %s::timestamptz) AND at <> date_trunc('hour', at)
        RETURNING *
    )
    INSERT INTO monitoring_objectivecount AS kept (at, name, bucket, events, good, seconds)
    SELECT date_trunc('hour', at), name, bucket, sum(events), sum(good), sum(seconds)
    FROM old GROUP BY 1, 2, 3
    {_ON_CONFLICT}
"""  # noqa: S608 - so does this


def keep_counted_events() -> int:
    """Take what processes have counted into the table; how many rows. Raises RedisError."""
    with open_client(settings.CACHE_URL, RATE_LIMITS) as store:
        with store.pipeline(transaction=True) as both:
            both.hgetall(PENDING_KEY)
            both.delete(PENDING_KEY)
            found, _ = both.execute()
        counts = parse_counts(found)
        try:
            _add(counts)
        except DatabaseError:
            if counts:
                add_counts(store, counts, to_totals=False)
            raise
    return len(counts)


def parse_counts(found: dict[bytes, bytes]) -> dict[Key, Count]:
    """What stands in the cache under PENDING_KEY."""
    counts: dict[Key, Count] = {}
    for field, number in found.items():
        minute, name, bucket, what = field.decode().split(":")
        key = (int(minute), name, int(bucket))
        value: Any = float(number) if what == "seconds" else int(float(number))
        counts[key] = counts.get(key, Count()).plus(Count()._replace(**{what: value}))
    return counts


def forget_old_events() -> int:
    """Add minutes up to hours, and forget hours that no budget counts; how many rows went."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, (now - timedelta(hours=MINUTES_KEPT_HOURS),))
    since = now - timedelta(days=conf.SLO_BUDGET_DAYS, hours=1)
    return ObjectiveCount.objects.filter(at__lt=since).delete()[0]


def _add(counts: dict[Key, Count]) -> None:
    if not counts:
        return
    rows = [
        (datetime.fromtimestamp(60 * minute, tz=UTC), name, bucket, *count)
        for (minute, name, bucket), count in counts.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in zip(*rows, strict=True)])
