"""Beat sends to workers who are there, and does not fill the broker for those who are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from celery.beat import ScheduleEntry
from celery.schedules import schedule
from django.conf import settings

from infra.process_state import reset_all
from monitoring.beat import beat_is_alive
from monitoring.scheduler import MOST_WAITING, PatientScheduler
from tests.fixtures.surroundings import broker


def due(task: str = "catalog.tasks.sweep_files", *, expires: float = 600) -> ScheduleEntry:
    return ScheduleEntry(
        task, task, schedule=schedule(600), app=current_app, options={"expires": expires}
    )


def queued() -> list[str]:
    """The tasks of the messages that nobody has read, newest first."""
    return [json.loads(each)["headers"]["task"] for each in broker().lrange("embeddings", 0, -1)]


@pytest.fixture
def scheduler(tmp_path: Path) -> PatientScheduler:
    return PatientScheduler(
        app=current_app, lazy=True, schedule_filename=str(tmp_path / "schedule")
    )


def test_of_each_kind_one_message_waits_to_be_read(scheduler: PatientScheduler) -> None:
    for _ in range(3):
        scheduler.apply_entry(due())
        scheduler.apply_entry(due("embeddings.tasks.sweep"))
    assert queued() == ["embeddings.tasks.sweep", "catalog.tasks.sweep_files"]
    assert beat_is_alive(settings.CACHE_URL)
    broker().rpop("embeddings")  # as a worker reads
    scheduler.apply_entry(due())
    assert queued() == ["catalog.tasks.sweep_files", "embeddings.tasks.sweep"]


def test_the_whole_timetable_without_workers_is_one_message_of_each_kind(
    scheduler: PatientScheduler,
) -> None:
    timetable: list[dict[str, Any]] = list(settings.CELERY_BEAT_SCHEDULE.values())
    for each in timetable * 5:
        scheduler.apply_entry(ScheduleEntry(app=current_app, **each))
    kinds = {each["task"] for each in timetable}
    assert len(queued()) == len(kinds)
    assert set(queued()) == kinds


def test_a_message_that_has_expired_gives_its_place_to_a_new_one(
    scheduler: PatientScheduler,
) -> None:
    scheduler.apply_entry(due(expires=-1))
    (expired,) = broker().lrange("embeddings", 0, -1)
    scheduler.apply_entry(due())
    (message,) = broker().lrange("embeddings", 0, -1)
    assert message != expired
    assert queued() == ["catalog.tasks.sweep_files"]


def test_the_same_task_about_something_else_is_another_message(
    scheduler: PatientScheduler,
) -> None:
    current_app.send_task("embeddings.tasks.measure_recall", args=(7, True))
    scheduler.apply_entry(due("embeddings.tasks.measure_recall"))
    assert len(queued()) == 2


def test_an_emptied_broker_gets_the_next_message_at_once(scheduler: PatientScheduler) -> None:
    scheduler.apply_entry(due())
    broker().flushdb()
    scheduler.apply_entry(due())
    assert len(queued()) == 1


def test_nothing_is_added_to_a_long_queue_that_nobody_reads(scheduler: PatientScheduler) -> None:
    broker().rpush("embeddings", *["{}"] * MOST_WAITING)
    scheduler.apply_entry(due())
    assert broker().llen("embeddings") == MOST_WAITING
    assert beat_is_alive(settings.CACHE_URL)
    broker().ltrim("embeddings", 1, -1)
    scheduler.apply_entry(due())
    assert broker().llen("embeddings") == MOST_WAITING


def test_a_broker_that_is_away_is_left_to_whoever_sends(
    scheduler: PatientScheduler, settings, dead_folder, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(PatientScheduler, "apply_async", lambda *args, **options: sent.append(args))
    settings.REDIS_URL = f"unix://{dead_folder() / 'broker.sock'}"
    reset_all()
    scheduler.apply_entry(due())
    assert len(sent) == 1
