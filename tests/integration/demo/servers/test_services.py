"""Embedded servers start for the first who needs them and stop with the last who leaves."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.env import Environment
from demo.servers import EmbeddedServerError, ensure_services
from tests.processes import start, working_on

# Joins the servers, says so, and stays until its input ends.
USER = """
import sys
from demo.servers import ensure_services
ensure_services()
import psycopg, redis
from config.embedded_addresses import broker_url, cache_url, database_url
from config.env import read_environment
data = read_environment().data
version = psycopg.connect(database_url(data)).execute("SHOW server_version").fetchone()[0]
broker = redis.Redis.from_url(broker_url(data).replace("redis+socket", "unix"))
cache = redis.Redis.from_url(cache_url(data))
print("joined", version.split(".")[0], broker.config_get("maxmemory-policy")["maxmemory-policy"],
      broker.config_get("appendonly")["appendonly"], repr(cache.config_get("save")["save"]))
sys.stdin.read()
"""


@pytest.fixture
def join(tmp_path: Path) -> Iterator:
    """Start a process that uses the embedded servers of a folder; all leave in the end."""
    started: list[subprocess.Popen[str]] = []

    def join(data: Path) -> tuple[subprocess.Popen[str], str]:
        user = start("-c", USER, data=data)
        started.append(user)
        return user, user.stdout.readline().strip()

    yield join
    for user in started:
        user.kill()
        user.communicate()


def leave(user: subprocess.Popen[str]) -> None:
    output, _ = user.communicate()
    assert user.returncode == 0, output


def test_the_last_to_leave_stops_the_servers(join, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first, said = join(data)
    assert said == "joined 18 noeviction yes ''"
    second, said = join(data)
    assert said.startswith("joined")
    leave(first)
    third, said = join(data)
    assert said.startswith("joined")
    leave(second)
    assert working_on(data)
    leave(third)
    assert working_on(data) == []


def test_servers_that_a_killed_process_left_are_joined_and_stopped(join, tmp_path: Path) -> None:
    data = tmp_path / "data"
    killed, said = join(data)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert working_on(data), "nobody was left to stop them"
    heir, said = join(data)
    assert said.startswith("joined")
    leave(heir)
    assert working_on(data) == []


def test_killed_servers_are_started_again(join, tmp_path: Path) -> None:
    data = tmp_path / "data"
    user, _ = join(data)
    for process in psutil.process_iter(["cmdline"]):
        if any(str(data) in part for part in process.info["cmdline"] or []):
            process.kill()
    second, said = join(data)
    assert said.startswith("joined"), said + second.stdout.read()
    user.kill()
    user.wait()
    leave(second)
    assert working_on(data) == []


def test_two_at_once_share_the_servers(tmp_path: Path) -> None:
    data = tmp_path / "data"
    users = [start("-c", USER, data=data) for _ in range(3)]
    try:
        assert [user.stdout.readline().split()[0] for user in users] == ["joined"] * 3
    finally:
        for user in users:
            leave(user)
    assert working_on(data) == []


@pytest.mark.parametrize("name", ["a shop's data", "x" * 120], ids=["awkward", "long"])
def test_any_folder_will_do(join, tmp_path: Path, name) -> None:
    user, said = join(tmp_path / name)
    assert said.startswith("joined"), said + (user.stdout.read() if user.poll() else "")
    leave(user)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EmbeddedServerError, match="file"):
        ensure_services(Environment(data=tmp_path / "file" / "data"))
