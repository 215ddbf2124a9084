"""The central directory of a ZIP, a piece at a time: memory stays flat however many entries it has.

`zipfile` makes an object of every entry, and holds them all. Here it is handed small archives that
have the records of some entries alone, so that what it knows of names, Zip64 and damage holds as it
does. The layouts are those of APPNOTE.TXT, sections 4.3.12 and 4.3.14 to 4.3.16.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 256 * 1024
"""Bytes; a record has 196,651 at most."""
_MOST_COMMENT = 0xFFFF
_RECORD_BYTES = 46
_LENGTHS = struct.Struct("<28x3H")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_IS_END, _IS_END64, _IS_LOCATOR64 = b"PK\5\6", b"PK\6\6", b"PK\6\7"


class Directory(NamedTuple):
    """Where it lies in its file."""

    start: int
    size: int
    shift: int
    """How many bytes stand before the archive, as of a program that unpacks it."""


class Entry(NamedTuple):
    """One entry, and where its record lies, by which it is read later."""

    info: ZipInfo
    """`header_offset` is that in the file."""
    record_start: int
    record_size: int


def find_directory(file: BinaryIO) -> Directory:
    """As `zipfile` finds it. Raises BadZipFile, OSError."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(end - _MOST_COMMENT - 1 - _END.size, 0))
    tail = file.read()
    at = len(tail) - _END.size
    if not (tail[max(at, 0) :].startswith(_IS_END) and tail.endswith(b"\0\0")):
        at = tail.rfind(_IS_END)
    if at < 0 or len(tail) - at < _END.size:
        raise BadZipFile("no end of a central directory")
    size, offset = _END.unpack_from(tail, at)[5:7]
    end += at - len(tail)
    if found := _find_64(file, end):
        size, offset = found
        end -= _END64.size + _LOCATOR64.size
    if end < size:
        raise BadZipFile("a central directory that begins before the file")
    return Directory(end - size, size, end - size - offset)


def _find_64(file: BinaryIO, end: int) -> tuple[int, int] | None:
    """Size and offset, where an archive is so large that it says them once more."""
    if end < _LOCATOR64.size:
        return None
    file.seek(end - _LOCATOR64.size)
    signature, disk, _offset, disks = _LOCATOR64.unpack(file.read(_LOCATOR64.size))
    if signature != _IS_LOCATOR64:
        return None
    if disk or disks > 1 or end < _LOCATOR64.size + _END64.size:
        raise BadZipFile("an archive of several disks")
    file.seek(end - _LOCATOR64.size - _END64.size)
    signature, *_rest, size, offset = _END64.unpack(file.read(_END64.size))
    return (size, offset) if signature == _IS_END64 else None


def count_entries(file: BinaryIO, directory: Directory) -> int:
    """How many there are, whatever the archive says. Raises BadZipFile, OSError."""
    return sum(len(piece) for piece in _pieces(file, directory))


def read_entries(file: BinaryIO, directory: Directory) -> Iterator[list[Entry]]:
    """All entries in their order, some thousands at a time. Raises what `zipfile` raises."""
    for piece in _pieces(file, directory):
        records = b"".join(record for _start, record in piece)
        ending = _ending(len(piece), size=len(records), offset=0, start=0)
        with ZipFile(io.BytesIO(records + ending)) as small:
            infos = small.infolist()
        for info in infos:
            info.header_offset += directory.shift
        yield [
            Entry(info, start, len(record))
            for info, (start, record) in zip(infos, piece, strict=True)
        ]


def read_entry(
    file: BinaryIO, directory: Directory, record: tuple[int, int], *, end: int, most: int
) -> bytes:
    """Unpack one entry, or its first bytes. Raises what `zipfile` raises.

    record: where it lies, and its size. end: where the next entry of the file begins, beyond which
    nothing of this one lies.
    """
    start, size = record
    file.seek(start)
    tail = file.read(size) + _ending(1, size=size, offset=end - directory.shift, start=end)
    with ZipFile(io.BufferedReader(_Spliced(file, end, tail))) as single:
        (info,) = single.infolist()
        with single.open(info) as unpacked:
            return unpacked.read(most)


def _pieces(file: BinaryIO, directory: Directory) -> Iterator[list[tuple[int, bytes]]]:
    """(where it lies, itself) of some records after each other; they are not looked at."""
    start, left, rest = directory.start, directory.size, b""
    while left:
        file.seek(start + len(rest))
        read = file.read(min(PIECE, left))
        if not read:
            raise BadZipFile("a central directory that is cut off")
        left -= len(read)
        piece, at = rest + read, 0
        found = []
        while len(piece) - at >= _RECORD_BYTES:
            size = _RECORD_BYTES + sum(_LENGTHS.unpack_from(piece, at))
            if size > len(piece) - at:
                break
            found.append((start + at, piece[at : at + size]))
            at += size
        start, rest = start + at, piece[at:]
        if found:
            yield found
    if rest:  # whether a record that is cut off will do, `zipfile` says
        yield [(start, rest)]


def _ending(count: int, *, size: int, offset: int, start: int) -> bytes:
    """What follows a central directory: of so many bytes, beginning at `start` of the file.

    offset: the same as the archive counts. In 64 bits always: entries may lie behind 4 GB.
    """
    return (
        _END64.pack(_IS_END64, _END64.size - 12, 45, 45, 0, 0, count, count, size, offset)
        + _LOCATOR64.pack(_IS_LOCATOR64, 0, start + size, 1)
        + _END.pack(_IS_END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


class _Spliced(io.RawIOBase):
    """A file up to a byte, and then other bytes."""

    def __init__(self, file: BinaryIO, end: int, tail: bytes) -> None:
        self._file, self._end, self._tail = file, end, io.BytesIO(tail)
        self._size, self._at = end + len(tail), 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("before the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        if self._at < self._end:
            part, at, view = self._file, self._at, view[: self._end - self._at]
        else:
            part, at = self._tail, self._at - self._end
        part.seek(at)
        read = part.read(len(view))
        view[: len(read)] = read
        self._at += len(read)
        return len(read)
