"""Memory of PostgreSQL at work, sampled: no statement tells what a parallel build takes.

Linux only: /proc tells of each mapping how much of it is there, shared pages divided by those who
share them (PSS), so that the sum over all processes of the server is what the server takes.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import psutil
from django.db import connection

EVERY_SECONDS = 0.5
_KB, _MB = 1024, 1024**2
_MAPPING = re.compile(
    r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(?P<name>.*)$|^Pss: +(?P<pss>\d+) kB$", re.MULTILINE
)
# An anonymous mapping that a server shares with its children.
_BUFFERS = "/dev/zero"
_SEGMENT = "/dev/shm/PostgreSQL"  # noqa: S108 - a name that is read, not a file that is made


class Memory(NamedTuple):
    """What a server took at one moment, in MB."""

    buffers: float = 0
    """Shared buffers and what else all processes share, as far as they have been touched."""
    segments: float = 0
    """What parallel workers share; all that is set aside, for PostgreSQL has it allocated."""
    own: float = 0
    """Everything else: what each process has for itself, and the program."""

    @property
    def total(self) -> float:
        return sum(self)


@dataclass
class Peak:
    """The sample that was the largest."""

    memory: Memory = field(default_factory=Memory)
    samples: int = 0

    def take(self, memory: Memory) -> None:
        self.samples += 1
        self.memory = max(self.memory, memory, key=lambda each: each.total)


@contextmanager
def sampled_memory(*, every: float = EVERY_SECONDS) -> Iterator[Peak]:
    """The largest memory of this connection's server while the body runs, seconds apart."""
    connection.ensure_connection()
    server = psutil.Process(psutil.Process(connection.connection.info.backend_pid).ppid())
    peak, ended = Peak(), threading.Event()

    def sample() -> None:
        while True:
            peak.take(read_memory(server))
            if ended.wait(every):
                return

    thread = threading.Thread(target=sample, name="memory")
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def read_memory(server: psutil.Process) -> Memory:
    """Of a server and its processes, this moment."""
    buffers = own = 0
    segments = set()
    for process in [server, *server.children()]:
        # Sessions and workers come and go.
        with suppress(FileNotFoundError, ProcessLookupError):
            for name, size in read_mappings(Path(f"/proc/{process.pid}/smaps").read_text()):
                if name.startswith(_SEGMENT):
                    segments.add(name)
                elif name.startswith(_BUFFERS):
                    buffers += size
                else:
                    own += size
    return Memory(buffers / _MB, sum(map(_allocated, segments)) / _MB, own / _MB)


def read_mappings(smaps: str) -> Iterator[tuple[str, int]]:
    """Name and PSS in bytes of each mapping in the text of a /proc/…/smaps."""
    name = ""
    for line in _MAPPING.finditer(smaps):
        if line["pss"] is None:
            name = line["name"]
        else:
            yield name, int(line["pss"]) * _KB


def _allocated(segment: str) -> int:
    try:
        return Path(segment).stat().st_blocks * 512
    except FileNotFoundError:  # its owner has just ended
        return 0
