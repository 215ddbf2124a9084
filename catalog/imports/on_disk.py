"""Notes taken while a file is read, kept on disk: memory stays flat whatever the file's size."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


class Notes:
    """Values by their key; what is asked for is what was noted last."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")

    def note(self, key: str, value: object) -> None:
        """value: whatever JSON can hold."""
        self._connection.execute(
            "INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, json.dumps(value))
        )

    def get(self, key: str) -> object:
        """None where nothing was noted."""
        row = self._connection.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None


@contextmanager
def open_notes() -> Iterator[Notes]:
    """Notes that are gone afterwards, in a file that nobody else sees; 8 MB of them in memory."""
    with tempfile.TemporaryDirectory(prefix="vitrine-import-") as folder:
        connection = sqlite3.connect(f"{folder}/notes.sqlite3", isolation_level=None)
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8192"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            yield Notes(connection)
        finally:
            connection.close()
