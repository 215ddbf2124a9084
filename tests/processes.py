"""Programs of the shop in processes of their own, on folders of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

# What tests/servers.py put there is for the tests' own shop.
_OURS = ("VITRINE_DATA", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "CACHE_URL")


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that no other run of tests closes to the account of an embedded PostgreSQL.

    Every start of pytest takes the way through its own temporary folder from other accounts.
    """
    with tempfile.TemporaryDirectory(prefix="vitrine-own-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def start(
    *arguments: str, data: Path, log: Path | None = None, **environ: str
) -> subprocess.Popen[str]:
    """Start python with these arguments, on this data folder; its output is one pipe or a log."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={
            **inherited,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "VITRINE_DATA": str(data),
            "PYTHONUNBUFFERED": "1",
            **environ,
        },
        stdin=subprocess.PIPE,
        stdout=log.open("w") if log else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def working_on(data: Path) -> list[list[str]]:
    """The command lines of all processes that have to do with a data folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        environ = process.info["environ"] or {}
        line = process.info["cmdline"] or []
        if environ.get("VITRINE_DATA") == str(data) or any(str(data) in part for part in line):
            found.append(line)
    return found


def is_over(process: psutil.Process) -> bool:
    """Whether it has ended, though nobody may have taken note of that: who started it is gone."""
    try:
        return process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.NoSuchProcess:
        return True
