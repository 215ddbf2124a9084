"""Counting what is good and what is not, in the memory of a process, for the cache to add up.

A count is (minute, objective, bucket) -> events, good ones, seconds. The buckets are those of the
objective's histogram, by their place; the last is for what lies above all bounds.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from bisect import bisect_left
from typing import NamedTuple

import redis
from django.conf import settings

from infra.process_state import PerProcess
from infra.redis_clients import HEALTH, open_client
from monitoring.conf import MOST_HELD_COUNTS, TOLD_EVERY_SECONDS, TRIED_AGAIN_SECONDS
from monitoring.objectives.defined import Objective

logger = logging.getLogger(__name__)

PENDING_KEY = "slo:pending"
"""Counts that no worker has taken yet: `minute:objective:bucket:what` -> number."""
TOTALS_KEY = "slo:totals"
"""Sums since the cache was last empty: `objective:bucket:what` -> number."""
_PENDING_SECONDS = 2 * 86_400

Key = tuple[int, str, int]


class Count(NamedTuple):
    """Of one minute, objective and bucket."""

    events: int = 0
    good: int = 0
    seconds: float = 0.0

    def plus(self, other: Count) -> Count:
        return Count(
            self.events + other.events, self.good + other.good, self.seconds + other.seconds
        )


class Tally:
    """What this process has counted and not yet told; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock, self._telling = threading.Lock(), threading.Lock()
        self._stopped = False
        self._counts: dict[Key, Count] = {}
        self._timer: threading.Timer | None = None

    def add(self, objective: Objective, *, good: bool, seconds: float = 0.0) -> None:
        """Count one event; microseconds, and no question to anybody."""
        key = (
            int(time.time()) // 60,
            objective.name,
            bisect_left(objective.bounds, seconds) if objective.bounds else 0,
        )
        self._hold({key: Count(1, int(good), seconds)}, tell_after=TOLD_EVERY_SECONDS)

    def tell(self, *, is_last: bool = False) -> bool:
        """Add what was counted to the cache's counts; keep it where that is away. Never raises.

        `is_last`: the process ends, and keeps nothing.
        """
        with self._telling:
            with self._lock:
                self._forget_timer()
                counts, self._counts = self._counts, {}
            if self._stopped or not counts:
                return True
            try:
                with open_client(settings.CACHE_URL, HEALTH) as store:
                    add_counts(store, counts, to_totals=True)
            except redis.RedisError as error:
                if not is_last:
                    logger.warning("cache away, counts of objectives are kept: %s", error)
                    self._hold(counts, tell_after=TRIED_AGAIN_SECONDS)
                return False
            return True

    def stop(self) -> None:
        """Tell nobody any more; whoever is just being told is waited for."""
        self._stopped = True
        with self._telling, self._lock:
            self._forget_timer()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _hold(self, counts: dict[Key, Count], *, tell_after: float) -> None:
        with self._lock:
            for key, count in counts.items():
                self._counts[key] = self._counts.get(key, Count()).plus(count)
            while len(self._counts) > MOST_HELD_COUNTS:
                self._counts.pop(next(iter(self._counts)))
            if self._timer is None:
                self._timer = threading.Timer(tell_after, self.tell)
                self._timer.daemon = True
                self._timer.start()


def add_counts(store: redis.Redis, counts: dict[Key, Count], *, to_totals: bool) -> None:
    """Add to the counts of the cache, all or none of them; raises RedisError."""
    with store.pipeline(transaction=True) as both:
        for (minute, name, bucket), count in counts.items():
            for what, number in count._asdict().items():
                if number:
                    both.hincrbyfloat(PENDING_KEY, f"{minute}:{name}:{bucket}:{what}", number)
                    if to_totals:
                        both.hincrbyfloat(TOTALS_KEY, f"{name}:{bucket}:{what}", number)
        both.expire(PENDING_KEY, _PENDING_SECONDS)
        both.execute()


tally = PerProcess(Tally, close=Tally.stop)


@atexit.register
def tell_the_rest(**kwargs: object) -> None:
    """What a process counted last is told before it goes."""
    if settings.configured:
        tally.get().tell(is_last=True)
