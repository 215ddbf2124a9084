"""The workers: what wakes them, what bounds them, and what beat sends them by the clock."""

from __future__ import annotations

from celery.schedules import crontab

from config.env import read_environment
from config.settings.servers import REDIS_URL

ENV = read_environment()

# Messages only wake workers; the work itself waits in PostgreSQL. So a message may be lost, and
# publishing gives up quickly rather than holding up the request that made the work.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
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
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(ENV.data / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-embeddings": {
        "task": "embeddings.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "tend-spaces": {
        "task": "embeddings.tasks.tend_spaces",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "measure-recall": {
        "task": "embeddings.tasks.measure_recall",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3_600},
    },
    "sweep-files": {
        "task": "catalog.tasks.sweep_files",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "forget-unsaved-pictures": {
        "task": "catalog.tasks.forget_unsaved_pictures",
        "schedule": 3_600.0,
        "options": {"expires": 3_600},
    },
    "sweep-imports": {
        "task": "catalog.tasks.sweep_imports",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "sweep-bulk-edits": {
        "task": "catalog.tasks.sweep_bulk_edits",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "forget-bulk-edits": {
        "task": "catalog.tasks.forget_bulk_edits",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 3_600},
    },
    "fetch-feeds": {
        "task": "catalog.tasks.fetch_feeds",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "keep-timetable": {
        "task": "catalog.tasks.keep_timetable",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "forget-imports": {
        "task": "catalog.tasks.forget_imports",
        "schedule": crontab(hour=4, minute=0),
        "options": {"expires": 3_600},
    },
    "check-catalogue": {
        "task": "hygiene.tasks.check_catalogue",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "measure-shop": {
        "task": "monitoring.tasks.measure",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget-measured": {
        "task": "monitoring.tasks.forget",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "grade-spaces": {
        "task": "evaluation.tasks.grade_spaces",
        "schedule": crontab(hour=3, minute=0),
        "options": {"expires": 3600},
    },
}
