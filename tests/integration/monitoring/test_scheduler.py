"""Beat sends to workers who are there, and does not fill the broker for those who are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from celery import current_app
from celery.beat import ScheduleEntry
from celery.schedules import schedule
from django.conf import settings

from infra.process_state import reset_all
from monitoring.beat import beat_is_alive
from monitoring.scheduler import MOST_WAITING, PatientScheduler
from tests.fixtures.surroundings import broker


@pytest.fixture
def due() -> ScheduleEntry:
    return ScheduleEntry(
        "tidy", "catalog.tasks.sweep_files", schedule=schedule(600), app=current_app
    )


@pytest.fixture
def scheduler(tmp_path: Path) -> PatientScheduler:
    return PatientScheduler(
        app=current_app, lazy=True, schedule_filename=str(tmp_path / "schedule")
    )


def test_what_is_due_is_sent(scheduler: PatientScheduler, due: ScheduleEntry) -> None:
    scheduler.apply_entry(due)
    assert broker().llen("embeddings") == 1


def test_nothing_is_added_to_a_queue_that_nobody_reads(
    scheduler: PatientScheduler, due: ScheduleEntry
) -> None:
    broker().rpush("embeddings", *["{}"] * MOST_WAITING)
    scheduler.apply_entry(due)
    assert broker().llen("embeddings") == MOST_WAITING
    assert beat_is_alive(settings.CACHE_URL)
    broker().ltrim("embeddings", 1, -1)
    scheduler.apply_entry(due)
    assert broker().llen("embeddings") == MOST_WAITING


def test_a_broker_that_is_away_is_left_to_whoever_sends(
    scheduler: PatientScheduler, due: ScheduleEntry, settings, dead_folder, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(PatientScheduler, "apply_async", lambda *args, **options: sent.append(args))
    settings.REDIS_URL = f"unix://{dead_folder() / 'broker.sock'}"
    reset_all()
    scheduler.apply_entry(due)
    assert len(sent) == 1
