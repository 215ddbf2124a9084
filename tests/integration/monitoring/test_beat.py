from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from redis import RedisError

from monitoring import beat
from tests.waiting import wait_until


@pytest.fixture
def environ() -> dict[str, str]:
    """A process of its own on the tests' servers."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "REDIS_URL": settings.REDIS_URL,
        "CACHE_URL": settings.CACHE_URL,
        # Beat itself never asks the database.
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    }


def health_check(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.beat"],
        cwd=settings.BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
    )


def test_the_sweeper_on_its_way_says_that_beat_is_alive() -> None:
    assert not beat.beat_is_alive(settings.CACHE_URL)
    current_app.send_task("embeddings.tasks.sweep")
    assert beat.beat_is_alive(settings.CACHE_URL)


def test_any_other_message_says_nothing() -> None:
    current_app.send_task("embeddings.tasks.embed_pending")
    assert not beat.beat_is_alive(settings.CACHE_URL)


def test_a_cache_that_is_away_does_not_stop_beat(settings, dead_folder) -> None:
    settings.CACHE_URL = f"unix://{dead_folder() / 'cache.sock'}"
    beat.say_alive()
    with pytest.raises(RedisError):
        beat.beat_is_alive(settings.CACHE_URL)


@pytest.mark.worker
def test_the_health_check_tells_whether_a_real_beat_works(environ, tmp_path: Path) -> None:
    assert health_check(environ).returncode != 0
    log = tmp_path / "beat.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "beat"]
        + ["--schedule", str(tmp_path / "schedule"), "--pidfile="],
        cwd=settings.BASE_DIR,
        env=environ,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until(lambda: beat.beat_is_alive(settings.CACHE_URL), 60, log.read_text)
        assert health_check(environ).returncode == 0
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
