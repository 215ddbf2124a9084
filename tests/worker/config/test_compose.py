"""The worker's health check in docker-compose.yml, on a real worker."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.compose import (
    production_environment,
    read_compose,
)

SERVICES = read_compose()["services"]


def words(service: str) -> list[str]:
    """A service's command as the words that are run."""
    command = SERVICES[service]["command"]
    return shlex.split(command) if isinstance(command, str) else [str(word) for word in command]


def option(service: str, name: str) -> str:
    return words(service)[words(service).index(name) + 1]


@pytest.mark.worker
def test_the_workers_health_check_tells_whether_it_works(start_worker) -> None:
    def check() -> int:
        kind, line = SERVICES["worker"]["healthcheck"]["test"]
        assert kind == "CMD-SHELL"
        environ = {
            **production_environment(),
            "REDIS_URL": settings.REDIS_URL,
            "HOSTNAME": socket.gethostname(),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        return subprocess.run(["sh", "-c", line], env=environ, capture_output=True).returncode

    assert check() != 0
    worker = start_worker("--hostname", option("worker", "--hostname"))
    assert check() == 0
    worker.process.send_signal(signal.SIGSTOP)
    assert check() != 0
    worker.process.send_signal(signal.SIGCONT)
