"""All processes of the demo together: started, watched, and stopped in order."""

from __future__ import annotations

import time
from collections.abc import Sequence

from demo.console import Console
from demo.supervisor.log_tail import serious
from demo.supervisor.process import Process
from demo.supervisor.servers import ServerWatch
from demo.supervisor.source_watch import SourceWatch

_STOP_SECONDS = 15
# What a killed worker had in hand is claimed again when its lease is over.
_RELOAD_SECONDS = 5
# More warnings than this at once are in the log, and nobody reads them as they fly by.
_MOST_LINES = 5


class Supervisor:
    """Keeps processes, and the servers below them, running until it is told to stop."""

    def __init__(self, console: Console, *, servers: ServerWatch) -> None:
        self._console, self._servers = console, servers
        self._kept: list[Process] = []
        self._jobs: list[Process] = []
        self._reloaded: list[Process] = []
        self._source: SourceWatch | None = None

    def keep(self, processes: Sequence[Process]) -> None:
        """Start processes that are to run until the end."""
        for process in processes:
            self._kept.append(process)
            process.start()

    def reload(self, processes: Sequence[Process], *, source: SourceWatch) -> None:
        """Start these processes anew, from now on, whenever a file of the source is saved."""
        self._reloaded, self._source = list(processes), source

    def run(self, job: Process) -> None:
        """Start a process that is to end by itself."""
        self._jobs.append(job)
        job.start()

    @property
    def outages(self) -> int:
        """How often a server has stopped so far."""
        return self._servers.outages

    def watch(self) -> None:
        """Look after everything once: restart what stopped, pass on what is serious."""
        self._servers.look()
        for process in self._kept + self._jobs:
            lines = serious(process.tail.new_lines())
            for line in lines[:_MOST_LINES]:
                self._console.say(f"{process.name}: {line}")
            if len(lines) > _MOST_LINES:
                self._console.say(f"… and {len(lines) - _MOST_LINES} more, in {process.log}")
        for process in self._kept:
            if news := process.restart_if_stopped():
                self._console.say(f"{news} Its log: {process.log}")

        if self._source and (changed := self._source.changed()):
            names = " and ".join(process.name for process in self._reloaded)
            self._console.say(f"{changed[0].name} was saved; starting {names} anew.")
            for process in self._reloaded:
                process.restart(seconds=_RELOAD_SECONDS)

    def stop(self, *, seconds: float = _STOP_SECONDS) -> None:
        """Stop everything, the last one started first; what takes too long is killed."""
        everything = [*self._jobs, *reversed(self._kept)]
        for process in everything:
            process.ask_to_stop()
        deadline = time.monotonic() + seconds
        try:
            for process in everything:
                process.wait_until_stopped(max(0.0, deadline - time.monotonic()))
        finally:
            for process in everything:  # an impatient second Ctrl-C
                process.wait_until_stopped(0)
