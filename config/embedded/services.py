"""Start, join and leave the embedded servers; whoever leaves last stops them."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from config.embedded import postgres, redis
from config.embedded.errors import EmbeddedUnavailable
from config.embedded.urls import run_dir
from config.env import Environment, read_environment

# Held (shared) by every process that uses the servers. The kernel lets go of it however the
# process ends, so there is no list of process ids that could be wrong.
_joined: dict[Path, IO[str]] = {}


def ensure_services(environment: Environment | None = None) -> None:
    """Make the embedded servers run that the environment needs; raises EmbeddedUnavailable."""
    env = environment or read_environment()
    wants_postgres, wants_redis = not env.database_url, not env.redis_url
    if not (wants_postgres or wants_redis) or env.data in _joined:
        return
    try:
        sockets = _make_run_dir(env.data)
        with _starting(sockets):
            _joined[env.data] = _join(sockets)
            atexit.register(_leave_at_exit, env.data, os.getpid())
            if wants_redis:
                redis.start(env.data, sockets)
            if wants_postgres:
                postgres.start(env.data, sockets)
    except OSError as error:
        raise EmbeddedUnavailable(f"The embedded servers cannot start: {error}") from error


def stop_services_if_last(data: Path) -> None:
    """Leave the embedded servers, and stop them if nobody else uses them."""
    users = _joined.pop(data, None)
    if users is None:
        return
    sockets = run_dir(data)
    with _starting(sockets):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            users.close()
            return
        if (data / "postgres" / "PG_VERSION").exists():
            postgres.stop(data)
        redis.stop(sockets)
        users.close()


def _leave_at_exit(data: Path, pid: int) -> None:
    # A forked child inherits the exit hook, but it is its parent's place to leave.
    if os.getpid() == pid:
        with contextlib.suppress(EmbeddedUnavailable):
            stop_services_if_last(data)


def _make_run_dir(data: Path) -> Path:
    data.mkdir(parents=True, exist_ok=True)
    sockets = run_dir(data)
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    # In the shared temporary folder somebody else could have made it first, to listen in.
    owner = sockets.lstat().st_uid
    if os.geteuid() not in (0, owner):
        raise EmbeddedUnavailable(f"{sockets} belongs to another user; set VITRINE_DATA elsewhere.")
    return sockets


@contextlib.contextmanager
def _starting(sockets: Path) -> Iterator[None]:
    """Only one process at a time starts or stops servers."""
    with (sockets / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _join(sockets: Path) -> IO[str]:
    users = (sockets / "users.lock").open("w")
    fcntl.flock(users, fcntl.LOCK_SH)
    return users
