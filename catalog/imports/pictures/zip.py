"""Pictures that lie in a ZIP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from os import PathLike
from pathlib import Path
from typing import BinaryIO, Self

from catalog.imports.archives import (
    ARCHIVE_LIMITS,
    ArchiveLimits,
    check_file_size,
    check_total,
    telling_damage,
)
from catalog.imports.pictures.archive_index import open_index
from catalog.imports.pictures.files import FilePictures
from catalog.imports.zip_directory import read_entry


class PictureArchive:
    """A ZIP whose every claim was checked when it was opened; its files are read one at a time.

    Folders, hidden files and archives within it are passed over. No file is written to disk, their
    names are. For one thread.
    """

    def __init__(
        self,
        source: str | PathLike[str] | BinaryIO,
        *,
        index: Path | None = None,
        limits: ArchiveLimits = ARCHIVE_LIMITS,
    ) -> None:
        """source: a path, or an open file, which stays open. Raises ArchiveRefusedError.

        index: where its names are kept for the next time that it is opened. And OSError, where
        there is no such file.
        """
        self._limits = limits
        self._read: set[tuple[int, int]] = set()
        self._total = 0
        with ExitStack() as opened:
            self._file = (
                opened.enter_context(open(source, "rb"))
                if isinstance(source, (str, PathLike))
                else source
            )
            self.names = opened.enter_context(open_index(self._file, kept=index, limits=limits))
            """What is in it; of a path that comes twice the latter file."""
            self._opened = opened.pop_all()

    def read(self, path: str) -> bytes:
        """Unpack a file; raises ArchiveRefusedError where it is damaged or larger than it says."""
        record, end = self.names.locate(path)
        # One byte over the limit is enough to know, should the size it declares be a lie.
        most = self._limits.max_file_bytes + 1
        with telling_damage():
            data = read_entry(self._file, self.names.directory, record, end=end, most=most)
        check_file_size(path, len(data), limits=self._limits)
        # Entries may share their bytes, so that a small archive unpacks to more than its parts.
        if record not in self._read:
            self._read.add(record)
            self._total += len(data)
            check_total(self._total, limits=self._limits)
        return data

    def close(self) -> None:
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@contextmanager
def zip_pictures(path: Path, *, index: Path | None = None) -> Iterator[FilePictures]:
    """The pictures of a ZIP; raises ArchiveRefusedError and OSError before the first is read."""
    with PictureArchive(path, index=index) as archive:
        yield FilePictures(archive.names, archive.read)
