"""What a ZIP may say of itself: checked before anything in it is unpacked."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

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


@contextmanager
def telling_damage() -> Iterator[None]:
    """Refuse an archive whose parts do not fit together; raises ArchiveRefusedError."""
    try:
        yield
    except UNREADABLE as broken:
        raise ArchiveRefusedError(
            "damaged", _("The ZIP archive is damaged or incomplete, or is no ZIP archive.")
        ) from broken


def check_entries(entries: Sequence[zipfile.ZipInfo], *, limits: ArchiveLimits) -> None:
    """Refuse an archive for what it says of itself; raises ArchiveRefusedError."""
    check_count(len(entries), limits=limits)
    for entry in entries:
        check_entry(entry, limits=limits)
    check_total(sum(entry.file_size for entry in entries), limits=limits)


def check_count(files: int, *, limits: ArchiveLimits) -> None:
    """Refuse an archive of more entries than may be; raises ArchiveRefusedError."""
    if files > limits.max_files:
        raise ArchiveRefusedError(
            "too_many_files",
            _("The archive holds %(files)s files; at most %(most)s."),
            files=f"{files:,}",
            most=f"{limits.max_files:,}",
        )


def check_entry(entry: zipfile.ZipInfo, *, limits: ArchiveLimits) -> None:
    """Refuse an archive for what it says of one of its entries; raises ArchiveRefusedError."""
    name, path = entry.filename[:80], PurePosixPath(path_of(entry))
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
    if is_wanted(entry):
        check_file_size(entry.filename, entry.file_size, limits=limits)


def check_file_size(name: str, size: int, *, limits: ArchiveLimits) -> None:
    """Refuse a file of more bytes than may be, unpacked; raises ArchiveRefusedError."""
    if size > limits.max_file_bytes:
        raise ArchiveRefusedError(
            "too_many_bytes",
            _("%(name)r in the archive unpacks to %(size)s bytes; at most %(most)s MB."),
            name=name[:80],
            size=f"{size:,}",
            most=f"{limits.max_file_bytes / MIB:g}",
        )


def check_total(size: int, *, limits: ArchiveLimits) -> None:
    """Refuse an archive of more bytes than may be, unpacked; raises ArchiveRefusedError."""
    if size > limits.max_total_bytes:
        raise ArchiveRefusedError(
            "too_many_bytes",
            _("The archive unpacks to %(size)s bytes; at most %(most)s MB."),
            size=f"{size:,}",
            most=f"{limits.max_total_bytes / MIB:g}",
        )


def path_of(entry: zipfile.ZipInfo) -> str:
    """The path of an entry with forward slashes, which some Windows programs do not write.

    Nor do all programs say that a name is UTF-8 (macOS), or write it so (Windows).
    """
    name = entry.filename
    if not (name.isascii() or entry.flag_bits & IS_UTF8):
        with suppress(UnicodeEncodeError):  # newer Pythons find a second name, in Unicode
            name = decode_name(name.encode(NOT_UTF8), western=NOT_UTF8)
    return name.replace("\\", "/")


def is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file that somebody put there on purpose, and no archive itself."""
    path = PurePosixPath(path_of(entry))
    return not (
        path_of(entry).endswith("/")
        or any(part.startswith(".") or part in IGNORED_PARTS for part in path.parts)
        or path.suffix.lower() in IGNORED_SUFFIXES
    )
