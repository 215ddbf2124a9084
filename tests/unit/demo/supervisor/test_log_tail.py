"""Which lines of a log somebody at the console should see."""

from __future__ import annotations

import pytest

from demo.supervisor.log_tail import serious

WHEN = "2026-01-31 12:00:00,000"


@pytest.mark.parametrize(
    "line",
    [
        f"{WHEN} ERROR django.request: Internal Server Error: /",
        f"{WHEN} WARNING embeddings.queue: 3 pictures were given up",
        "[2026-01-31 12:00:00 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)",
    ],
)
def test_trouble_of_the_shop_is_shown(line: str) -> None:
    assert serious([line]) == [line]


@pytest.mark.parametrize(
    "line",
    [
        f"{WHEN} WARNING django.request: Not Found: /nowhere/",
        f"{WHEN} WARNING django.request: Too Many Requests: /api/v1/photo-searches/",
        f"{WHEN} INFO celery.worker: ready",
        "a line of a traceback",
    ],
)
def test_mistakes_of_clients_are_not(line: str) -> None:
    assert serious([line]) == []
