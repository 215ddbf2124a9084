"""What beat goes by: it sends nothing more to workers who read nothing."""

from __future__ import annotations

from celery.beat import PersistentScheduler, ScheduleEntry
from django.conf import settings
from kombu import Producer
from redis import RedisError

from infra.redis_clients import HEALTH, shared_client
from monitoring.beat import say_alive

# Beat sends some 50 messages a minute. So many that wait are ten minutes of nobody reading.
MOST_WAITING = 500


class PatientScheduler(PersistentScheduler):
    """Celery's own, except where a queue is not read: that one does not grow without end.

    A day without workers would be 77,000 messages, which the first to come back throws away one by
    one before it embeds anything, and some days of it would fill the broker.
    """

    def apply_entry(self, entry: ScheduleEntry, producer: Producer | None = None) -> None:
        """Send what is due, or leave it for the next time."""
        if _is_read():
            super().apply_entry(entry, producer=producer)
        else:
            say_alive()


def _is_read() -> bool:
    try:
        broker = shared_client(settings.REDIS_URL, HEALTH)
        waiting = broker.llen(settings.CELERY_TASK_DEFAULT_QUEUE)
    except RedisError:
        return True  # whoever sends finds out, and says so
    return isinstance(waiting, int) and waiting < MOST_WAITING
