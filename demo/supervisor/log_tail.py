"""Following a log file: what is new in it, and which of its lines somebody should see."""

from __future__ import annotations

import re
from pathlib import Path

# Our own, Celery's and gunicorn's: 2026-01-31 12:00:00,000 WARNING …, [… +0000] [7] [ERROR] …
_SERIOUS = re.compile(
    r"\S+ \S+ (WARNING|ERROR|CRITICAL) |\[[^]]*(WARNING|ERROR|CRITICAL)[^]]*\]"
    r"|(\[[^]]*\] ){2}\[(WARNING|ERROR|CRITICAL)\]"
)
# A mistyped address is no trouble of the shop's, nor is a client that asks too often.
_HARMLESS = re.compile(
    r"WARNING django\.request: (Not Found|Bad Request|Forbidden|Method Not|Too Many)"
)
_MOST_BYTES = 1024**2


class LogTail:
    """Reads on where it stopped reading before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = path.stat().st_size if path.exists() else 0
        self._rest = ""

    def new_lines(self) -> list[str]:
        """The whole lines written since the last call; of a flood, the end."""
        if not self._path.exists():
            return []
        size = self._path.stat().st_size
        with self._path.open("rb") as file:
            file.seek(max(self._read, size - _MOST_BYTES))
            text = self._rest + file.read().decode(errors="replace")
            self._read = file.tell()
        *lines, self._rest = text.split("\n")
        return lines


def serious(lines: list[str]) -> list[str]:
    """The warnings and errors among log lines."""
    return [line for line in lines if _SERIOUS.match(line) and not _HARMLESS.search(line)]
