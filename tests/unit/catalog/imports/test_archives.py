from __future__ import annotations

import io
import random
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from catalog.imports.archives import ArchiveLimits, ArchiveRefusedError
from catalog.imports.pictures.zip import PictureArchive


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **options) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file


def contents(source, **limits: int) -> dict[str, bytes]:
    with PictureArchive(source, limits=ArchiveLimits(**limits)) as archive:
        return {path: archive.read(path) for path in archive.names.paths()}


def read_first(source, **limits: int) -> bytes:
    with PictureArchive(source, limits=ArchiveLimits(**limits)) as archive:
        return archive.read(next(archive.names.paths()))


def refusal(source, **limits: int) -> ArchiveRefusedError:
    """The refusal, which must come before the first file unless its header lied."""
    with pytest.raises(ArchiveRefusedError) as caught:
        read_first(source, **limits)
    assert str(caught.value).endswith(".")
    return caught.value


def test_files_come_with_their_paths(tmp_path: Path) -> None:
    archive = zipped(("shoes/red.jpg", b"red"), ("blue.png", b"blue"))
    assert contents(archive) == {"shoes/red.jpg": b"red", "blue.png": b"blue"}
    (tmp_path / "a.zip").write_bytes(archive.getvalue())
    assert contents(tmp_path / "a.zip") == contents(str(tmp_path / "a.zip")) == contents(archive)


def test_folders_hidden_files_and_nested_archives_are_passed_over() -> None:
    archive = zipped(
        ("shoes/", b""),
        ("__MACOSX/shoes/._red.jpg", b"x"),
        ("shoes/.DS_Store", b"x"),
        ("Thumbs.db", b"x"),
        ("inner.ZIP", b"PK"),
        ("more/inner.tar.gz", b"x"),
        ("shoes/red.jpg", b"red"),
    )
    assert contents(archive) == {"shoes/red.jpg": b"red"}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Café/crème", "utf-8"),  # macOS does not set the bit
        ("Café/crème", "cp437"),
        ("Обувь/Сапоги", "cp866"),
        ("Обувь/Сапоги", "cp1251"),
    ],
)
def test_names_are_read_in_the_encoding_that_a_program_did_not_tell(name, encoding) -> None:
    raw = name.encode(encoding)
    archive = zipped((f"{'x' * len(raw)}.jpg", b"red")).getvalue()
    assert contents(io.BytesIO(archive.replace(b"x" * len(raw), raw))) == {f"{name}.jpg": b"red"}


def test_windows_separators_become_slashes() -> None:
    entry = zipfile.ZipInfo("x")
    entry.filename = "shoes\\red.jpg"
    assert contents(zipped((entry, b"red"))) == {"shoes/red.jpg": b"red"}


@pytest.mark.parametrize(
    "name",
    [
        "../x.jpg",
        "a/../../x.jpg",
        "/etc/passwd",
        "C:\\x.jpg",
        "C:x.jpg",
        "..\\x.jpg",
        "\\\\h\\s\\x",
    ],
)
def test_path_that_leads_outside_is_refused(name) -> None:
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    refused = refusal(zipped(("good.jpg", b"x"), (entry, b"x")))
    assert refused.code == "unsafe_name"
    assert "points outside of it" in str(refused)


@pytest.mark.parametrize("name", ["x\ny.jpg", "x\x1b[31m.jpg", "d/" * 300 + "x.jpg"])
def test_name_that_no_file_has_is_refused(name) -> None:
    assert refusal(zipped((name, b"x"))).code == "unsafe_name"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_link_or_device_is_refused(kind) -> None:
    entry = zipfile.ZipInfo("link.jpg")
    entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
    assert refusal(zipped(("good.jpg", b"x"), (entry, b"/etc/passwd"))).code == "link"


def test_password_is_refused() -> None:
    data = bytearray(zipped(("secret.jpg", b"x" * 50)).getvalue())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(signature) + offset] |= 1
    refused = refusal(io.BytesIO(data))
    assert str(refused) == "'secret.jpg' in the archive is protected by a password."


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(method) -> None:
    assert refusal(zipped(("x.jpg", b"x"), compression=method)).code == "compression"


def test_too_many_files() -> None:
    archive = zipped(*((f"{number}.jpg", b"") for number in range(11)))
    refused = refusal(archive, max_files=10)
    assert str(refused) == "The archive holds 11 files; at most 10."


def test_bomb_is_refused_by_what_it_declares() -> None:
    bomb = zipped(("zeros.jpg", bytes(45_000_000)), compression=zipfile.ZIP_DEFLATED)
    assert len(bomb.getvalue()) < 60_000
    refused = refusal(bomb)
    assert str(refused) == "'zeros.jpg' in the archive unpacks to 45,000,000 bytes; at most 40 MB."


def test_total_is_refused_by_what_the_archive_declares() -> None:
    archive = zipped(*((f"{number}.jpg", bytes(600)) for number in range(10)))
    assert refusal(archive, max_total_bytes=5_000).code == "too_many_bytes"


def test_lying_size_is_found_out_while_reading() -> None:
    bomb = zipped(("zeros.jpg", bytes(45_000_000)), compression=zipfile.ZIP_DEFLATED)
    data = bytearray(bomb.getvalue())
    for signature, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (100).to_bytes(4, "little")
    assert refusal(io.BytesIO(data)).code in ("damaged", "too_many_bytes")


def test_entries_that_share_their_bytes_are_counted_each_time() -> None:
    """One small body that is listed 50 times, as in zip bombs that do not nest."""
    file = zipped(("0.jpg", bytes(1_000_000)), compression=zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(file, "a") as archive:
        archive.filelist.extend(archive.infolist() * 49)
        archive._didModify = True  # type: ignore[attr-defined]  # or zipfile would not write the longer list
    with pytest.raises(ArchiveRefusedError):
        contents(file, max_total_bytes=5_000_000)


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"no archive at all" * 100])
def test_what_is_no_archive_is_refused(data) -> None:
    assert refusal(io.BytesIO(data)).code == "damaged"


def test_missing_file_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        PictureArchive(tmp_path / "nothing.zip")


def test_damaged_archives_are_refused_or_read() -> None:
    whole = zipped(
        *((f"{n}.jpg", bytes([n]) * 300) for n in range(5)), compression=zipfile.ZIP_DEFLATED
    ).getvalue()
    chance, refused = random.Random(5), 0
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 9])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            contents(io.BytesIO(data))
        except ArchiveRefusedError:
            refused += 1
    assert refused > 100
