"""Which processes make up the shop on one machine."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config.env import BASE_DIR
from demo.checks import HOST
from demo.supervisor.process import Process

# Pages come first: on two cores, embedding a whole catalogue would otherwise slow every click.
_BULK_NICENESS = 10


def workers(logs: Path) -> list[Process]:
    """A worker for the catalogue's pictures, one for shoppers' photos, and the clock."""
    return [
        _worker("embeddings", logs, nice=_BULK_NICENESS),
        # Photos have a process of their own, so that none of them waits behind a batch.
        _worker("photos", logs),
        Process("beat", [*_CELERY, "beat", "--pidfile=", "--loglevel", "WARNING"], logs=logs),
    ]


def web(logs: Path, *, port: int) -> Process:
    """The web server, for this machine alone: the demo's password is no secret."""
    command = [sys.executable, "-m", "gunicorn", "--config", str(BASE_DIR / "config/gunicorn.py")]
    command += ["--bind", f"{HOST}:{port}", "--workers", str(min(4, max(2, os.cpu_count() or 2)))]
    command += ["--graceful-timeout", "5", "--no-control-socket"]
    command += ["--access-logfile", str(logs / "access.log")]
    if not Path("/dev/shm").is_dir():  # noqa: S108 - only looked at
        command += ["--worker-tmp-dir", tempfile.gettempdir()]
    return Process("web", [*command, "config.wsgi"], logs=logs)


def development_web(logs: Path, *, port: int) -> Process:
    """Django's own server: it takes up what is saved, Python and templates, by itself."""
    command = [sys.executable, str(BASE_DIR / "manage.py"), "runserver", f"{HOST}:{port}"]
    return Process("web", command, logs=logs)


def job(name: str, command: Sequence[str], logs: Path) -> Process:
    """A management command that runs beside the shop and ends by itself."""
    arguments = [sys.executable, str(BASE_DIR / "manage.py"), *command]
    return Process(name, arguments, logs=logs, nice=_BULK_NICENESS)


_CELERY = [sys.executable, "-m", "celery", "-A", "config.celery"]


def _worker(queue: str, logs: Path, *, nice: int = 0) -> Process:
    # Gossip and mingle are for workers that deal with each other; these only wait to start.
    command = [*_CELERY, "worker", "--queues", queue, "--hostname", f"{queue}@%h"]
    command += ["--concurrency", "1", "--without-gossip", "--without-mingle"]
    return Process(f"worker-{queue}", [*command, "--loglevel", "INFO"], logs=logs, nice=nice)
