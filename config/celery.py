"""The Celery application: `celery -A config.celery worker` and `beat`."""

from __future__ import annotations

import os

from celery import Celery

from config import beat  # noqa: F401 - connects the receiver
from config.embedded import ensure_services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ensure_services()

app = Celery("vitrine")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
