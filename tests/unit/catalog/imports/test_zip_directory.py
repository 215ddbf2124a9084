"""What is read a piece at a time is what `zipfile` reads at once, of whole and of damaged files."""

from __future__ import annotations

import io
import os
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from catalog.imports import zip_directory
from catalog.imports.archives import UNREADABLE, ArchiveRefusedError
from catalog.imports.pictures.zip import PictureArchive
from catalog.imports.zip_directory import (
    count_entries,
    find_directory,
    read_entries,
    read_entry,
)


def of(info: zipfile.ZipInfo, data: bytes) -> tuple[object, ...]:
    return (
        *(info.filename, info.orig_filename, info.header_offset, info.file_size),
        *(info.compress_size, info.compress_type, info.flag_bits, info.external_attr, info.CRC),
        data,
    )


def read_at_once(file: BinaryIO) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(file) as archive:
        return [of(info, archive.read(info)) for info in archive.infolist()]


def read_in_pieces(file: BinaryIO) -> list[tuple[object, ...]]:
    directory = find_directory(file)
    entries = [each for piece in read_entries(file, directory) for each in piece]
    assert count_entries(file, directory) == len(entries)
    starts = sorted({each.info.header_offset for each in entries})
    found = []
    for info, *record in entries:
        after = (start for start in starts if start > info.header_offset)
        end = next(after, directory.start)
        data = read_entry(file, directory, (record[0], record[1]), end=end, most=1 << 30)
        found.append(of(info, data))
    return found


def result(read: Callable[[BinaryIO], list[tuple[object, ...]]], data: bytes) -> object:
    try:
        return read(io.BytesIO(data))
    except UNREADABLE:
        return "refused"


def packed(comment: bytes = b"", entries: int = 9, before: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(entries):
            info = zipfile.ZipInfo(f"{number}/{['é', 'plain', '漢'][number % 3]}.jpg")
            info.compress_type = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED][number % 2]
            info.extra, info.comment = b"\x99\x99\4\0abcd" * (number % 2), b"of an entry"
            with archive.open(info, "w", force_zip64=number % 4 == 0) as entry:
                entry.write(bytes([number]) * 100 * number)
        archive.comment = comment
    return before + file.getvalue()


SIZES = 200, 1_000, 1 << 18


@pytest.mark.parametrize("piece", SIZES)
@pytest.mark.parametrize("comment", [b"", b"said of it", b"PK\5\6", b"\0" * 65_535])
@pytest.mark.parametrize("before", [b"", b"MZ a program"])
def test_whole_archives(piece, comment, before, monkeypatch) -> None:
    monkeypatch.setattr(zip_directory, "PIECE", piece)
    data = packed(comment, before=before)
    found = result(read_in_pieces, data)
    assert found == result(read_at_once, data)
    assert found == "refused" if comment == b"PK\5\6" else isinstance(found, list)


@pytest.mark.parametrize("piece", SIZES)
def test_damaged_archives(piece, monkeypatch) -> None:
    monkeypatch.setattr(zip_directory, "PIECE", piece)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1_000)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    whole = packed(b"said of it")
    assert b"PK\6\7" in whole
    dice, read, refused = random.Random(piece), 0, 0
    for _ in range(400):
        data = bytearray(whole)
        # Most of it in the central directory, or near the end.
        first = dice.choice([0, whole.index(b"PK\1\2"), len(whole) - 120])
        for _ in range(dice.choice([1, 2, 5])):
            data[dice.randrange(first, len(data))] = dice.choice([0, 1, 255, dice.randrange(256)])
        data = data[: dice.choice([len(data), len(data), dice.randrange(len(data))])]
        expected = result(read_at_once, bytes(data))
        assert result(read_in_pieces, bytes(data)) == expected
        read, refused = read + (expected != "refused"), refused + (expected == "refused")
    assert min(read, refused) > 50


def test_an_archive_without_entries() -> None:
    assert result(read_in_pieces, packed(entries=0)) == []


def test_entries_behind_4_gigabytes(tmp_path: Path) -> None:
    with (tmp_path / "large.zip").open("w+b") as file:  # and no bytes where nothing was written
        file.seek(5 << 30)
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a/red.jpg", b"red")
            archive.writestr("a/blue.jpg", b"blue", zipfile.ZIP_DEFLATED)
        assert read_in_pieces(file) == read_at_once(file)
    with PictureArchive(tmp_path / "large.zip") as pictures:
        assert [pictures.read(each) for each in pictures.names.paths()] == [b"red", b"blue"]


def test_entries_that_overlap_are_refused() -> None:
    """One lies within the bytes of another, as in a bomb whose parts unpack many times."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("inner.jpg", bytes(300))
    kernel = inner.getvalue()[: inner.getvalue().index(b"PK\1\2")]
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("outer.jpg", kernel)
        within = zipfile.ZipInfo("inner.jpg")
        within.header_offset = outer.getvalue().index(kernel)
        within.file_size = within.compress_size = 300
        within.CRC = zlib.crc32(bytes(300))
        archive.filelist.append(within)
        archive._didModify = True  # type: ignore[attr-defined]  # or the longer list is not written
    with PictureArchive(outer) as pictures:
        assert pictures.read("inner.jpg") == bytes(300)
        with pytest.raises(ArchiveRefusedError):
            pictures.read("outer.jpg")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_latter_of_two_of_one_path() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for data in (b"first", b"second"):
            archive.writestr("red.jpg", data)
            archive.writestr("blue.jpg", data)
    with PictureArchive(file) as pictures:
        assert list(pictures.names.paths()) == ["red.jpg", "blue.jpg"]
        assert pictures.read("red.jpg") == b"second"


def test_an_index_is_kept_of_one_file_and_its_limits(tmp_path: Path, monkeypatch) -> None:
    path, index = tmp_path / "pictures.zip", tmp_path / "run" / "pictures.sqlite3"
    path.write_bytes(packed(entries=3))
    asked = []
    monkeypatch.setattr(
        "catalog.imports.pictures.archive_index.find_directory",
        lambda file: asked.append(1) or find_directory(file),
    )
    for _ in range(2):
        with PictureArchive(path, index=index) as pictures:
            assert list(pictures.names.paths()) == ["0/é.jpg", "1/plain.jpg", "2/漢.jpg"]
            assert pictures.read("1/plain.jpg") == b"\1" * 100
    assert len(asked) == 1
    modified = path.stat().st_mtime_ns
    path.write_bytes(packed(entries=2))
    os.utime(path, ns=(modified, modified))
    with PictureArchive(path, index=index) as pictures:
        assert list(pictures.names.paths()) == ["0/é.jpg", "1/plain.jpg"]
    path.write_bytes(packed()[:-40])
    for _ in range(2):
        with pytest.raises(ArchiveRefusedError):
            PictureArchive(path, index=index)
    assert [each.name for each in index.parent.iterdir()] == [index.name]
