"""Which files a ZIP of pictures has and where, on disk: memory stays flat however many they are."""

from __future__ import annotations

import json
import posixpath
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from catalog.imports.archives import (
    ArchiveLimits,
    check_count,
    check_entry,
    check_total,
    is_wanted,
    path_of,
    telling_damage,
)
from catalog.imports.on_disk import open_database, put, scratch_folder, version_of
from catalog.imports.pictures.names import PictureNames, fold, last_part
from catalog.imports.zip_directory import Directory, count_entries, find_directory, read_entries

_TABLES = (
    "CREATE TABLE about (version TEXT, outermost TEXT, start INTEGER, size INTEGER, shift INTEGER)",
    "CREATE TABLE header (start INTEGER PRIMARY KEY)",
    "CREATE TABLE picture (path TEXT, name TEXT, header INTEGER, record INTEGER, size INTEGER)",
)
# Once all are there, which takes a fraction of the time.
_INDEXES = (
    "CREATE INDEX by_path ON picture (path)",
    "CREATE INDEX by_name ON picture (name)",
)


class Located(NamedTuple):
    """Where a file lies in its ZIP; see `read_entry`."""

    record: tuple[int, int]
    end: int


class ArchiveIndex(PictureNames):
    """The files that a ZIP has, by their names; of two of one path the latter."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        found = connection.execute("SELECT outermost, start, size, shift FROM about").fetchone()
        self.outermost, *directory = found
        self.directory = Directory(*directory)

    def paths(self) -> Iterator[str]:
        """All of them."""
        return self._column("SELECT path FROM picture GROUP BY path ORDER BY min(rowid)")

    def has(self, path: str) -> bool:
        return any(self._column("SELECT 1 FROM picture WHERE path = ?", path))

    def alike(self, name: str) -> Iterable[str]:
        return self._column(
            "SELECT path FROM picture WHERE name = ? GROUP BY path ORDER BY min(rowid)", name
        )

    def locate(self, path: str) -> Located:
        """Where one of them lies; the path must be there."""
        header, *record = self._connection.execute(
            "SELECT header, record, size FROM picture WHERE path = ? ORDER BY rowid DESC", (path,)
        ).fetchone()
        ends = self._column("SELECT min(start) FROM header WHERE start > ?", header)
        end = next(ends)
        return Located(tuple(record), self.directory.start if end is None else end)

    def _column(self, statement: str, *parameters: object) -> Iterator[Any]:
        return (value for (value,) in self._connection.execute(statement, parameters))


@contextmanager
def open_index(
    file: BinaryIO, *, kept: Path | None, limits: ArchiveLimits
) -> Iterator[ArchiveIndex]:
    """Check all that a ZIP says of itself, and note what it has; raises ArchiveRefusedError.

    kept: where the index of this very file lies or is to lie, so that it is made once.
    """
    version = json.dumps([version_of(file.fileno()), asdict(limits)]) if kept else ""
    with scratch_folder(kept) as folder:
        path = kept
        if path is None or not _is_of(path, version):
            path = folder / "index.sqlite3"
            with closing(open_database(path)) as connection, telling_damage():
                connection.execute("BEGIN")
                _fill(connection, file, version, limits)
                connection.execute("COMMIT")
            if kept is not None:
                put(path, kept)
                path = kept
        with closing(open_database(path)) as connection:
            yield ArchiveIndex(connection)


def _is_of(path: Path, version: str) -> bool:
    if not path.exists():
        return False
    with closing(open_database(path)) as connection:
        found: tuple[str] = connection.execute("SELECT version FROM about").fetchone()
    return found[0] == version


def _fill(
    connection: sqlite3.Connection, file: BinaryIO, version: str, limits: ArchiveLimits
) -> None:
    directory = find_directory(file)
    check_count(count_entries(file, directory), limits=limits)
    for statement in _TABLES:
        connection.execute(statement)
    total, outermost = 0, None
    for entries in read_entries(file, directory):
        paths, pictures = [], []
        for info, *record in entries:
            check_entry(info, limits=limits)
            total += info.file_size
            if is_wanted(info):
                paths.append(path := path_of(info))
                pictures.append((path, fold(last_part(path)), info.header_offset, *record))
        headers = ((each.info.header_offset,) for each in entries)
        connection.executemany("INSERT OR IGNORE INTO header VALUES (?)", headers)
        connection.executemany("INSERT INTO picture VALUES (?, ?, ?, ?, ?)", pictures)
        folders = {path.rpartition("/")[0] for path in paths}
        if folders:
            found = posixpath.commonpath(folders)
            outermost = found if outermost is None else posixpath.commonpath([outermost, found])
    check_total(total, limits=limits)
    for statement in _INDEXES:
        connection.execute(statement)
    connection.execute(
        "INSERT INTO about VALUES (?, ?, ?, ?, ?)", (version, outermost or "", *directory)
    )
