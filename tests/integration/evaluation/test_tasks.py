"""Every night the spaces that shoppers see or could be shown are graded."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.conf import settings

from config.celery import app
from evaluation.tasks import TIME_LIMIT_SECONDS, grade_spaces
from tests.builders.graded_catalogue import Item, stock
from tests.builders.spaces import make_space

pytestmark = pytest.mark.django_db


def test_all_but_unfinished_and_retired_spaces_are_graded() -> None:
    live = stock([Item([[1, n], [1, n + 0.5]]) for n in range(6)])
    ready, building = make_space("ready", 2), make_space("building", 2, state="building")
    retired = make_space("retired", 2, state="retired")
    grade_spaces()
    for space in (live, ready, building, retired):
        space.refresh_from_db()
    assert live.grades["same_product"]["queries"] == 12
    assert "not_enough" in ready.grades["same_product"]
    assert building.grades == retired.grades == {}


def test_beat_asks_for_it_once_a_night_and_it_may_take_its_time() -> None:
    (entry,) = [
        cast(dict[str, Any], entry)
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] == grade_spaces.name
    ]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert len(entry["schedule"].hour) == len(entry["schedule"].minute) == 1
    assert grade_spaces.time_limit == TIME_LIMIT_SECONDS > settings.CELERY_TASK_TIME_LIMIT
