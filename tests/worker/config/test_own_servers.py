"""What is started on an empty folder starts its servers, and takes them along."""

from __future__ import annotations

import pytest

from tests.processes import own_folder, start, working_on
from tests.waiting import wait_until


@pytest.mark.worker
@pytest.mark.parametrize(
    ("says", "command"),
    [
        (" ready.", ["worker", "--pool", "solo", "--loglevel", "INFO"]),
        ("Sending due task", ["beat", "--pidfile=", "--loglevel", "INFO"]),
    ],
    ids=["worker", "beat"],
)
def test_a_worker_and_beat_start_the_servers_and_stop_them(says, command) -> None:
    with own_folder() as folder:
        data, log = folder / "data", folder / "log"
        process = start("-m", "celery", "-A", "config.celery", *command, data=data, log=log)
        try:
            wait_until(lambda: says in log.read_text(), 90, log.read_text)
            assert (data / "postgres" / "postmaster.pid").exists()
        finally:
            process.terminate()
            process.wait(60)
        assert working_on(data) == [], f"exit code {process.returncode}: {log.read_text()}"
