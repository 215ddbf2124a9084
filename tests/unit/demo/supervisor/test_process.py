"""A process that is stopped: as it starts, and with what it started."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo.supervisor.process import Process
from tests.waiting import wait_until

# Starts another that holds a lock and so much memory that it takes a moment to be gone.
PARENT = """
import fcntl, os, sys, time
if os.fork() == 0:
    lock = open(sys.argv[1], 'w')
    fcntl.flock(lock, fcntl.LOCK_EX)
    memory = bytearray(os.urandom(1 << 20)) * 200
    print('held', flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_stopped_as_a_process_starts_stops_that_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    real = subprocess.Popen

    def start_and_be_stopped(*args: Any, **options: Any) -> subprocess.Popen[bytes]:
        started = real(*args, **options)
        os.kill(os.getpid(), number)
        return started

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", start_and_be_stopped)
    sleeping = Process(
        "sleep", [sys.executable, "-c", "import time; time.sleep(60)"], logs=tmp_path
    )
    before = signal.signal(number, stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            sleeping.start()
    finally:
        signal.signal(number, before)
        monkeypatch.undo()
    assert sleeping.is_running
    sleeping.ask_to_stop()
    sleeping.wait_until_stopped(10)
    assert not sleeping.is_running
    assert sleeping.exit_code == -signal.SIGTERM
    assert signal.getsignal(number) is before


def test_what_a_process_started_is_gone_once_it_is_stopped(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    parent = Process("parent", [sys.executable, "-c", PARENT, str(lock)], logs=tmp_path)
    parent.start()
    wait_until(lambda: "held" in parent.log.read_text(), 20, parent.log.read_text)
    parent.ask_to_stop()
    parent.wait_until_stopped(10)
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
