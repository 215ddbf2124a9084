"""The workers: what wakes them, what bounds them, and what beat sends them by the clock."""

from __future__ import annotations

from celery.schedules import crontab

from config.env import read_environment
from config.settings.servers import REDIS_URL
from infra.publisher import CLOCKS_APART_SECONDS

ENV = read_environment()

# Messages only wake workers; the work itself waits in PostgreSQL. So a message may be lost, and
# publishing gives up quickly rather than holding up the request that made the work.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A full Redis refuses even to be thanked for a message; by Celery's default that ends the worker.
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "embeddings"
CELERY_TASK_ROUTES = {
    "embeddings.tasks.encode_photo": {"queue": "photos"},
    "embeddings.tasks.match_pictures": {"queue": "photos"},
}
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker process loads torch and the weights before it says that it is up.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 120
# What a pool process had in hand goes back so long after its end, for its parent may still have to
# read what it said at last. Celery's own number is 10 s; it looks every 5 s.
CELERY_WORKER_LOST_WAIT = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "monitoring.scheduler:PatientScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(ENV.data / "celerybeat-schedule")


def _by_the_clock(
    task: str, schedule: float | crontab, *, expires: float | None = None
) -> dict[str, object]:
    """What beat sends; a message that nobody has taken by the next one is worth nothing.

    schedule: every so many seconds, or times of day. expires: seconds; an hour for times of day.
    Clocks of hosts may be apart, so it is kept for two minutes more.
    """
    if expires is None:
        expires = 3_600 if isinstance(schedule, crontab) else schedule
    options = {"expires": expires + CLOCKS_APART_SECONDS}
    return {"task": task, "schedule": schedule, "options": options}


CELERY_BEAT_SCHEDULE = {
    "sweep-embeddings": _by_the_clock("embeddings.tasks.sweep", 10.0),
    "tend-spaces": _by_the_clock("embeddings.tasks.tend_spaces", 30.0),
    "measure-recall": _by_the_clock("embeddings.tasks.measure_recall", crontab(hour=3, minute=30)),
    "work-on-engines": _by_the_clock("embeddings.tasks.work_on_engines", 5.0),
    "compare-engines": _by_the_clock("embeddings.tasks.compare_engines", 60.0),
    "sweep-files": _by_the_clock("catalog.tasks.sweep_files", 600.0),
    "draw-avif": _by_the_clock("embeddings.tasks.draw_avif", 10.0),
    "forget-unsaved-pictures": _by_the_clock("catalog.tasks.forget_unsaved_pictures", 3_600.0),
    "sweep-imports": _by_the_clock("catalog.tasks.sweep_imports", 10.0),
    "sweep-requested-pictures": _by_the_clock("catalog.tasks.sweep_requested_pictures", 10.0),
    "forget-requested-pictures": _by_the_clock(
        "catalog.tasks.forget_requested_pictures", crontab(hour=4, minute=15)
    ),
    "sweep-bulk-edits": _by_the_clock("catalog.tasks.sweep_bulk_edits", 10.0),
    "forget-bulk-edits": _by_the_clock(
        "catalog.tasks.forget_bulk_edits", crontab(hour=4, minute=10)
    ),
    "fetch-feeds": _by_the_clock("catalog.tasks.fetch_feeds", 60.0),
    "keep-timetable": _by_the_clock("catalog.tasks.keep_timetable", crontab(), expires=60),
    "rename-categories": _by_the_clock("catalog.tasks.rename_categories", 60.0),
    "count-words": _by_the_clock("catalog.tasks.count_words", crontab(hour="*/6", minute=20)),
    "forget-imports": _by_the_clock("catalog.tasks.forget_imports", crontab(hour=4, minute=0)),
    "forget-answers": _by_the_clock("web.idempotency.tasks.forget_answers", 3_600.0),
    "forget-events": _by_the_clock("events.tasks.forget_events", crontab(hour=4, minute=25)),
    "check-catalogue": _by_the_clock("hygiene.tasks.check_catalogue", 30.0),
    "work-on-webhooks": _by_the_clock("webhooks.tasks.work_on_webhooks", 5.0),
    "forget-messages": _by_the_clock("webhooks.tasks.forget_messages", crontab(hour=4, minute=20)),
    "measure-shop": _by_the_clock("monitoring.tasks.measure", 60.0),
    "forget-measured": _by_the_clock("monitoring.tasks.forget", 3600.0),
    "grade-spaces": _by_the_clock("evaluation.tasks.grade_spaces", crontab(hour=3, minute=0)),
}
