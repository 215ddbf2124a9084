"""Start, join and leave the embedded servers; whoever leaves last stops them."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from config.embedded_addresses import run_dir
from config.env import Environment, read_environment
from config.services import EmbeddedServerError
from demo.servers import postgres, redis
from demo.servers.folders import make_run_dir, plain_name_of
from demo.servers.secret_key import ensure_secret_key

# Held (shared) by every process that uses the servers. The kernel lets go of it however the
# process ends, so there is no list of process ids that could be wrong.
_joined: dict[Path, IO[str]] = {}


def ensure_services(environment: Environment | None = None) -> None:
    """Make the embedded servers run that the environment needs; raises EmbeddedServerError."""
    env = environment or read_environment()
    if env.data in _joined or not (_wants_postgres(env) or _wants_redis(env)):
        return
    with _failing_clearly(env.data):
        sockets = make_run_dir(env.data)
        with _starting(sockets):
            if not env.secret_key:
                ensure_secret_key(env.data)
            _joined[env.data] = _join(sockets)
            atexit.register(_leave_at_exit, env.data, os.getpid())
            try:
                _start_missing(env, sockets)
            except BaseException:
                _leave(env.data)
                raise


def revive_services(environment: Environment | None = None) -> None:
    """Start again what has stopped of the servers that this process joined."""
    env = environment or read_environment()
    if env.data in _joined:
        with _failing_clearly(env.data), _starting(run_dir(env.data)):
            _start_missing(env, run_dir(env.data))


def stop_services_if_last(data: Path) -> None:
    """Leave the embedded servers, and stop them if nobody else uses them."""
    if data in _joined:
        with _starting(run_dir(data)):
            _leave(data)


def _start_missing(env: Environment, sockets: Path) -> None:
    home = plain_name_of(env.data, sockets)
    if _wants_redis(env):
        redis.start(home, sockets)
    if _wants_postgres(env):
        postgres.start(home, sockets)


def _leave(data: Path) -> None:
    sockets = run_dir(data)
    with _joined.pop(data) as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        try:
            postgres.stop(plain_name_of(data, sockets))
        finally:
            redis.stop(sockets)


def _leave_at_exit(data: Path, pid: int) -> None:
    # A forked child inherits the exit hook, but it is its parent's place to leave.
    if os.getpid() == pid:
        try:
            stop_services_if_last(data)
        except (EmbeddedServerError, OSError) as error:
            print(f"The embedded servers in {data} were not stopped: {error}", file=sys.stderr)


def _wants_postgres(env: Environment) -> bool:
    return not env.database_url


def _wants_redis(env: Environment) -> bool:
    return not env.redis_url


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


@contextlib.contextmanager
def _failing_clearly(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EmbeddedServerError(
            f"The embedded servers cannot start in {data}: {error.strerror or error}"
            + (f" ({error.filename})." if error.filename else ".")
        ) from error
