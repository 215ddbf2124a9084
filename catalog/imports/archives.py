"""ZIP files of pictures, checked before anything in them is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, Self

from django.utils.translation import gettext_lazy as _

from catalog.conf import conf
from catalog.images.validation.limits import CATALOG_LIMITS, MIB
from catalog.refusals import RefusedError
from infra.files.old_names import decode_name

GIB = 1024 * MIB
ENCRYPTED = 0x1 | 0x40  # general purpose bits 0 and 6 (APPNOTE.TXT, section 4.4.4)
IS_UTF8 = 0x800  # bit 11, of the name; zipfile reads others as code page 437
NOT_UTF8 = "cp437"
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # what every ZIP program writes
# Not wanted, but nothing wrong with them: macOS and Windows put some of these into every archive.
IGNORED_PARTS = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
IGNORED_SUFFIXES = frozenset({".zip", ".jar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar"})
# What zipfile raises for an archive that is broken, on purpose or not.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """What an archive may hold."""

    max_files: int = 200_000
    """Entries, folders among them."""
    max_total_bytes: int = 4 * GIB
    """Unpacked, all files together."""
    max_file_bytes: int = CATALOG_LIMITS.max_bytes
    """Unpacked, each file: what validation would refuse need not be unpacked."""
    max_name_length: int = 500
    """Characters of a path inside the archive."""


ARCHIVE_LIMITS = ArchiveLimits(
    max_files=conf.ARCHIVE_MAX_FILES, max_total_bytes=conf.ARCHIVE_MAX_GIGABYTES * GIB
)


class ArchiveRefusedError(RefusedError):
    """This archive may not be unpacked; `str()` is one sentence that names the rule and the entry.

    code: damaged, too_many_files, too_many_bytes, unsafe_name, link, encrypted or compression.
    """


class PictureArchive:
    """A ZIP whose every claim was checked when it was opened; its files are read one at a time.

    Folders, hidden files and archives within it are passed over. Nothing is written to disk. For
    one thread.
    """

    def __init__(
        self, source: str | PathLike[str] | BinaryIO, *, limits: ArchiveLimits = ARCHIVE_LIMITS
    ) -> None:
        """source: a path, or an open file, which stays open. Raises ArchiveRefusedError.

        And OSError, where there is no such file.
        """
        self._limits = limits
        self._read: set[zipfile.ZipInfo] = set()
        self._total = 0
        with ExitStack() as opened:
            file = (
                opened.enter_context(open(source, "rb"))
                if isinstance(source, (str, PathLike))
                else source
            )
            with _telling_damage():
                self._zip = opened.enter_context(zipfile.ZipFile(file))
                entries = self._zip.infolist()
                check_entries(entries, limits=limits)
            self.members = {entry: _path_of(entry) for entry in entries if _is_wanted(entry)}
            """What is in it, with the path of each; a path may come twice."""
            self._opened = opened.pop_all()

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """Unpack a file; raises ArchiveRefusedError where it is damaged or larger than it says."""
        with _telling_damage(), self._zip.open(member) as file:
            # One byte over the limit is enough to know, should the size it declares be a lie.
            data = file.read(self._limits.max_file_bytes + 1)
        _check_file_size(member.filename, len(data), limits=self._limits)
        # Entries may overlap, so that a small archive unpacks to more than its parts.
        if member not in self._read:
            self._read.add(member)
            self._total += len(data)
            _check_total(self._total, limits=self._limits)
        return data

    def close(self) -> None:
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def open_members(
    source: str | PathLike[str] | BinaryIO, *, limits: ArchiveLimits = ARCHIVE_LIMITS
) -> Iterator[tuple[str, BinaryIO]]:
    """Open the files of a ZIP one at a time: path or open file -> (path inside it, its content).

    All that the archive says of itself is checked before the first file comes; what a file really
    holds, while it is read. Raises ArchiveRefusedError, and OSError where there is no such file.
    """
    with PictureArchive(source, limits=limits) as archive:
        for member, path in archive.members.items():
            yield path, io.BytesIO(archive.read(member))


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except UNREADABLE as broken:
        raise ArchiveRefusedError(
            "damaged", _("The ZIP archive is damaged or incomplete, or is no ZIP archive.")
        ) from broken


def check_entries(
    entries: Sequence[zipfile.ZipInfo], *, limits: ArchiveLimits = ARCHIVE_LIMITS
) -> None:
    """Refuse an archive for what it says of itself; raises ArchiveRefusedError."""
    if len(entries) > limits.max_files:
        raise ArchiveRefusedError(
            "too_many_files",
            _("The archive holds %(files)s files; at most %(most)s."),
            files=f"{len(entries):,}",
            most=f"{limits.max_files:,}",
        )
    for entry in entries:
        _check_entry(entry, limits=limits)
    _check_total(sum(entry.file_size for entry in entries), limits=limits)


def _check_entry(entry: zipfile.ZipInfo, *, limits: ArchiveLimits) -> None:
    """Refuse an archive for what it says of one of its entries; raises ArchiveRefusedError."""
    name, path = entry.filename[:80], PurePosixPath(_path_of(entry))
    if path.is_absolute() or ".." in path.parts or PureWindowsPath(entry.filename).drive:
        raise ArchiveRefusedError(
            "unsafe_name", _("%(name)r in the archive points outside of it."), name=name
        )
    if len(entry.filename) > limits.max_name_length or min(entry.filename, default="") < " ":
        raise ArchiveRefusedError(
            "unsafe_name", _("%(name)r in the archive is no usable file name."), name=name
        )
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveRefusedError(
            "link", _("%(name)r in the archive is a link or device, not a file."), name=name
        )
    if entry.flag_bits & ENCRYPTED:
        raise ArchiveRefusedError(
            "encrypted", _("%(name)r in the archive is protected by a password."), name=name
        )
    if entry.compress_type not in METHODS:
        raise ArchiveRefusedError(
            "compression",
            _("%(name)r in the archive is neither stored nor deflated; zip it again."),
            name=name,
        )
    if _is_wanted(entry):
        _check_file_size(entry.filename, entry.file_size, limits=limits)


def _check_file_size(name: str, size: int, *, limits: ArchiveLimits) -> None:
    if size > limits.max_file_bytes:
        raise ArchiveRefusedError(
            "too_many_bytes",
            _("%(name)r in the archive unpacks to %(size)s bytes; at most %(most)s MB."),
            name=name[:80],
            size=f"{size:,}",
            most=f"{limits.max_file_bytes / MIB:g}",
        )


def _check_total(size: int, *, limits: ArchiveLimits) -> None:
    if size > limits.max_total_bytes:
        raise ArchiveRefusedError(
            "too_many_bytes",
            _("The archive unpacks to %(size)s bytes; at most %(most)s MB."),
            size=f"{size:,}",
            most=f"{limits.max_total_bytes / MIB:g}",
        )


def _path_of(entry: zipfile.ZipInfo) -> str:
    """The path of an entry with forward slashes, which some Windows programs do not write.

    Nor do all programs say that a name is UTF-8 (macOS), or write it so (Windows).
    """
    name = entry.filename
    if not (name.isascii() or entry.flag_bits & IS_UTF8):
        with suppress(UnicodeEncodeError):  # newer Pythons find a second name, in Unicode
            name = decode_name(name.encode(NOT_UTF8), western=NOT_UTF8)
    return name.replace("\\", "/")


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file that somebody put there on purpose, and no archive itself."""
    path = PurePosixPath(_path_of(entry))
    return not (
        _path_of(entry).endswith("/")
        or any(part.startswith(".") or part in IGNORED_PARTS for part in path.parts)
        or path.suffix.lower() in IGNORED_SUFFIXES
    )
