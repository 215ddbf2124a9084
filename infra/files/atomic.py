"""Writing files so that they appear whole or not at all, whatever fails in between."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import BinaryIO

from infra.files.away import StorageAwayError

PART = ".part"
_MOST_THREADS = 16
REASONS = {
    errno.ENOSPC: ("full", "the disk is full"),
    errno.EDQUOT: ("full", "the disk quota is used up"),
    errno.EFBIG: ("full", "the disk accepts no file of this size"),
    errno.EROFS: ("read_only", "the media folder is read-only"),
    errno.EACCES: ("read_only", "the media folder may not be written to"),
    errno.EPERM: ("read_only", "the media folder may not be written to"),
}


class StorageUnavailableError(Exception):
    """A file could not be kept, through no fault of its sender; `str()` is one sentence.

    code: full (answer 507), read_only, failed, or away, which may pass by itself (answer 503).
    Nothing of the file is left.
    """

    def __init__(self, error: OSError) -> None:
        self.code, reason = REASONS.get(error.errno or 0, ("failed", "the disk reports an error"))
        if isinstance(error, StorageAwayError):
            self.code, reason = error.code, error.strerror or ""
        super().__init__(f"The file could not be stored: {reason}.")


def write_files(contents: Mapping[str, Iterable[bytes]], *, mode: int | None = None) -> None:
    """Write several files: all of them, or none and an exception.

    contents: absolute path -> chunks; the last path appears last, so it vouches for the others.
    mode: permissions; None leaves them to the umask. An existing file is replaced. Raises
    StorageUnavailableError; whatever the chunks raise otherwise passes through.
    """
    touched: list[str] = []
    try:
        for path, chunks in contents.items():
            _make_folder(os.path.dirname(path))
            touched.append(part_path(path))
            _write(part_path(path), chunks, mode=mode)
        _at_once(_flush, [part_path(path) for path in contents])
        for path in contents:
            os.rename(part_path(path), path)
            touched.append(path)
        _at_once(_flush_folder, {os.path.dirname(path) for path in contents})
    except BaseException as error:
        for path in touched:
            with suppress(OSError):
                os.remove(path)
        if isinstance(error, OSError):
            raise StorageUnavailableError(error) from error
        raise


@contextmanager
def open_whole(path: str, *, wait: bool = False) -> Iterator[BinaryIO]:
    """A file to write to, which appears under its name when the block ends well, or never.

    A file of that name is replaced only then; what a killed process left half done is written
    over. While another process writes so into the same folder: BlockingIOError, or `wait` for it;
    what is read within the block is then what the other wrote. Raises OSError.
    """
    # The folder is locked and not the file, which another process may have renamed meanwhile.
    folder = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            with open(part_path(path), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())  # a full disk may show only here
            os.replace(part_path(path), path)
        except BaseException:
            with suppress(OSError):
                os.remove(part_path(path))
            raise
        _flush_folder(os.path.dirname(path) or ".")
    finally:
        os.close(folder)


def part_path(path: str) -> str:
    """Where a file lies until it is complete: beside its place, so that a rename is atomic."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}{PART}")


def _write(path: str, chunks: Iterable[bytes], *, mode: int | None) -> None:
    with open(path, "xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        if mode is not None:
            os.chmod(path, mode)


def _at_once(flush: Callable[[str], None], paths: Collection[str]) -> None:
    # A journal commits together what waits together: the four files of a picture take 7 ms so on
    # ext4, one after the other 24.
    with ThreadPoolExecutor(min(len(paths), _MOST_THREADS)) as threads:
        for _ in threads.map(flush, paths):
            pass


def _flush(path: str) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())  # a full disk may show only here


def _make_folder(folder: str) -> None:
    if not os.path.isdir(folder):
        os.makedirs(folder, exist_ok=True)
        _flush_folder(os.path.dirname(folder))


def _flush_folder(folder: str) -> None:
    """Make the names in a folder survive a power cut, where the file system knows how to."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
