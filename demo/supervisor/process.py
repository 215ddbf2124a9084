"""One process of the demo: started with its own log, started again when it stops by itself."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from demo.supervisor.log_tail import LogTail

# Seconds to wait before the first restart, the second, …; then the last of them each time.
_BACK_OFF_SECONDS = (1, 2, 5, 10, 30)
_HEALTHY_SECONDS = 60
# How long what was killed may take to be gone.
_GONE_SECONDS = 5
_PR_SET_PDEATHSIG = 1
_STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Process:
    """A program that should run: `web`, `beat`, a worker. Its output goes to <name>.log."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        logs: Path,
        env: Mapping[str, str] | None = None,
        nice: int = 0,
    ) -> None:
        self.name, self.command, self.nice = name, list(command), nice
        self.log = logs / f"{name}.log"
        self.tail = LogTail(self.log)
        self._env = {**os.environ, **(env or {}), "PYTHONUNBUFFERED": "1"}
        self._popen: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._restart_at: float | None = None
        self._stops_in_a_row = 0

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches only the demo."""
        supervisor = os.getpid()
        # A signal that stops the demo waits until the new process is known, so that it is stopped.
        with self.log.open("ab") as output, _later(_STOPPING):
            self._popen = subprocess.Popen(
                self.command,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: self._prepare(supervisor),
            )
        self._started_at, self._restart_at = time.monotonic(), None

    @property
    def exit_code(self) -> int | None:
        """How the program ended; None while it runs or has not been started."""
        return self._popen.poll() if self._popen else None

    @property
    def is_running(self) -> bool:
        return self._popen is not None and self.exit_code is None

    def restart_if_stopped(self) -> str:
        """Start the program again some time after it stopped; what to tell about it, if any."""
        if self._popen is None or self.exit_code is None:
            return ""
        if self._restart_at is None:
            self._end_group()
            if time.monotonic() - self._started_at > _HEALTHY_SECONDS:
                self._stops_in_a_row = 0
            wait = _BACK_OFF_SECONDS[min(self._stops_in_a_row, len(_BACK_OFF_SECONDS) - 1)]
            self._stops_in_a_row += 1
            self._restart_at = time.monotonic() + wait
            return f"{self.name} stopped ({self._how_it_ended()}); starting it again in {wait} s."
        if time.monotonic() >= self._restart_at:
            self.start()
        return ""

    def restart(self, *, seconds: float) -> None:
        """Stop the program, within so many seconds or by force, and start it anew at once."""
        self.ask_to_stop()
        self.wait_until_stopped(seconds)
        self.start()

    def ask_to_stop(self) -> None:
        """Let the program finish what it is at, and end."""
        if self.is_running and self._popen:
            with suppress(ProcessLookupError):
                self._popen.terminate()

    def wait_until_stopped(self, seconds: float) -> None:
        """Wait for the program to end; kill it, and all it started, when the time is up."""
        if self._popen:
            with suppress(subprocess.TimeoutExpired):
                self._popen.wait(seconds)
            self._end_group()
            self._popen.wait()

    def _end_group(self) -> None:
        # What a parent leaves behind (pool processes, web workers) is in its session. It uses the
        # servers until it is gone, which takes a moment on a busy machine.
        if self._popen is None:
            return
        until = time.monotonic() + _GONE_SECONDS
        with suppress(ProcessLookupError, PermissionError):
            while time.monotonic() < until:
                os.killpg(self._popen.pid, signal.SIGKILL)
                self._popen.poll()
                time.sleep(0.01)

    def _prepare(self, supervisor: int) -> None:
        """In the new process: be polite, and end with the demo even if that is killed."""
        os.nice(self.nice)
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != supervisor:
                os._exit(1)

    def _how_it_ended(self) -> str:
        code = self.exit_code or 0
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


@contextmanager
def _later(signals: Collection[signal.Signals]) -> Iterator[None]:
    """A signal that comes meanwhile is handled at the end; only the main thread may ask for it."""
    # A mask would not do: where there are other threads, one of them takes the signal at once.
    came: list[int] = []
    before = {each: signal.signal(each, lambda number, _: came.append(number)) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in came[:1]:
            signal.raise_signal(number)
