"""Notes taken while a file is read, kept on disk: memory stays flat whatever the file's size."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Notes:
    """Values by their key; what is asked for is what was noted last."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.are_kept = False
        """Whether they are there the next time; set by whoever ends in good order."""
        connection.execute(
            "CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID"
        )

    def note(self, key: str, value: object) -> None:
        """value: whatever JSON can hold."""
        self._connection.execute(
            "INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, json.dumps(value))
        )

    def get(self, key: str) -> object:
        """None where nothing was noted."""
        row = self._connection.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def clear(self) -> None:
        """Forget all of them."""
        self._connection.execute("DELETE FROM notes")


@contextmanager
def open_notes(kept: Path | None = None) -> Iterator[Notes]:
    """Notes in a file that nobody else sees; 8 MB of them in memory.

    kept: where they lie meanwhile, should they be kept. They are taken from there, and put back at
    the end: whoever is killed leaves none, and the next begins with none.
    """
    with scratch_folder(kept) as folder:
        path = folder / "notes.sqlite3"
        if kept is not None:
            with suppress(FileNotFoundError):
                kept.rename(path)
        connection = open_database(path)
        try:
            connection.execute("BEGIN")
            notes = Notes(connection)
            yield notes
            connection.execute("COMMIT")
        finally:
            connection.close()
        if kept is not None and notes.are_kept:
            put(path, kept)


@contextmanager
def scratch_folder(kept: Path | None) -> Iterator[Path]:
    """A folder that is gone afterwards; on the same disk as what a run keeps of it, if anything."""
    # Beside the folders of runs, where those of killed processes are swept.
    beside = kept.parents[1] if kept is not None else None
    if beside is not None:
        beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vitrine-import-", dir=beside) as folder:
        yield Path(folder)


def open_database(path: Path) -> sqlite3.Connection:
    """A file that one process writes, and that is not used again should it be killed."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8192"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def put(path: Path, kept: Path) -> None:
    """Move a file to where it is kept, whole even if the host falls over. Raises OSError."""
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(kept)


def version_of(file: Path | int) -> list[int]:
    """What differs once a file has been replaced or written to; of its path, or of an open one.

    Raises OSError.
    """
    found = os.stat(file)
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
