"""What the demo tells the person at the terminal: lines that stay, and one that is rewritten."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import suppress
from typing import TextIO

# Without a terminal (a log file) every change would be a line of its own.
_LINE_SECONDS = 5.0


class Console:
    """Writes to a terminal or a file; silent once the terminal is gone."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._is_terminal = self._stream.isatty()
        self._status = ""
        self._written_at = float("-inf")

    def say(self, text: str = "") -> None:
        """Write a line that stays, above the status."""
        status, self._status = self._status, ""
        self._write(f"{self._erase()}{text}\n" if self._is_terminal else f"{text}\n")
        if self._is_terminal and status:
            self.show(status)

    def show(self, status: str) -> None:
        """Replace the status line; in a log file write it now and then, if it changed."""
        if status == self._status:
            return
        if self._is_terminal:
            width = shutil.get_terminal_size().columns - 1
            self._write(self._erase() + status[:width])
        elif time.monotonic() - self._written_at < _LINE_SECONDS:
            return
        elif status:
            self._write(f"{status}\n")
        self._status, self._written_at = status, time.monotonic()

    def _erase(self) -> str:
        return "\r\x1b[K"

    def _write(self, text: str) -> None:
        # Whoever closes the terminal still wants everything stopped in order.
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()
