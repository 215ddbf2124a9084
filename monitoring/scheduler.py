"""What beat goes by: it sends nothing more to workers who read nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from celery.beat import PersistentScheduler, ScheduleEntry
from django.conf import settings
from kombu import Producer
from redis import RedisError

from infra.redis_clients import HEALTH, shared_client
from monitoring.beat import say_alive

# Beat adds one message of each kind at most; so many that wait come from elsewhere, and its own
# would wait behind them.
MOST_WAITING = 500


class PatientScheduler(PersistentScheduler):
    """Celery's own, except where a message of the same kind waits that nobody has read.

    A day without workers would be 77,000 messages, which the first to come back throws away one by
    one before it embeds anything, and some days of it would fill the broker.
    """

    def apply_entry(self, entry: ScheduleEntry, producer: Producer | None = None) -> None:
        """Send what is due, or leave it for the next time."""
        if _would_wait(entry):
            say_alive()
        else:
            super().apply_entry(entry, producer=producer)


def _would_wait(entry: ScheduleEntry) -> bool:
    """Whether the queue holds the same message already, or far too many of any kind.

    The queue itself is asked, and not a note that a message is on its way: a note would outlive
    what it stands for when the broker is emptied or a worker dies. A message that has expired gives
    its place to the new one.
    """
    queue, same = settings.CELERY_TASK_DEFAULT_QUEUE, (entry.task, repr(tuple(entry.args or ())))
    try:
        broker = shared_client(settings.REDIS_URL, HEALTH)
        waiting: list[bytes] = broker.lrange(queue, 0, MOST_WAITING - 1)  # type: ignore[assignment]
        for message in waiting:
            headers = json.loads(message).get("headers", {})
            if (headers.get("task"), headers.get("argsrepr")) == same:
                if not _has_expired(headers):
                    return True
                broker.lrem(queue, 1, message)  # type: ignore[arg-type]
    except RedisError:
        return False  # whoever sends finds out, and says so
    return len(waiting) == MOST_WAITING


def _has_expired(headers: dict[str, str | None]) -> bool:
    expires = headers.get("expires")
    return expires is not None and datetime.fromisoformat(expires) < datetime.now(UTC)
