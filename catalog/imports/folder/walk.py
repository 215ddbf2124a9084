"""Walking a folder that may hold anything: pipes, links, rings of links, endless nesting."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from catalog.images.validation import PictureRefusedError
from catalog.images.validation.formats import picture_format
from catalog.imports.folder.names import composed
from catalog.imports.folder.report import Report
from infra.files.regular import open_regular_file

# As deep as a tree of categories makes sense; endless nesting is a mistake or an attack.
MAX_DEPTH = 32
# Which files are meant as pictures, whatever they hold; all others are asked for their content.
EXTENSIONS = frozenset(
    [
        *(".jpg", ".jpeg", ".jfif", ".mpo", ".png", ".webp", ".avif", ".gif", ".heic", ".heif"),
        *(".tif", ".tiff", ".bmp", ".jxl", ".jp2", ".psd"),
    ]
)
# macOS, Windows and Synology's disks leave these behind; nobody put them there on purpose.
IGNORED_NAMES = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini", "@eaDir"})
# Enough for every format to show its name, the list of brands of an AVIF included.
HEAD_BYTES = 512


def find_pictures(folder: Path, report: Report) -> list[Path]:
    """The pictures of a folder and its sub-folders: paths below the folder.

    In the order in which people count: chair, chair-2, chair-10. Hidden files are passed over in
    silence; all else that is no picture is noted in the report.
    """
    pictures: dict[str, Path] = {}
    for path in sorted(find_files(folder, report), key=_as_counted):
        reason = _reason_against(folder, path)
        if reason is None and composed(str(path)) in pictures:
            reason = _("Another file here is called the same.")  # with ü as one character, or two
        if reason is None:
            pictures[composed(str(path))] = path
        else:
            report.passed_over.append((path, reason))
    return list(pictures.values())


def find_files(folder: Path, report: Report) -> Iterator[Path]:
    """The regular files of a folder and its sub-folders, in no order: paths below the folder.

    Hidden files are passed over in silence; links, pipes and devices are noted in the report.
    Without recursion: neither Python's stack nor a link decides how deep.
    """
    waiting = [Path()]
    while waiting:
        inner = waiting.pop()
        try:
            with os.scandir(folder / inner) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            report.passed_over.append(
                (inner, _("The folder cannot be read: %(reason)s.") % {"reason": error.strerror})
            )
            continue
        for entry in found:
            path = inner / entry.name
            if entry.name.startswith(".") or entry.name in IGNORED_NAMES:
                continue
            if entry.is_symlink():
                report.passed_over.append((path, _("This is a link; links are not followed.")))
            elif entry.is_file(follow_symlinks=False):
                yield path
            elif not entry.is_dir(follow_symlinks=False):
                report.passed_over.append(
                    (path, _("This is a pipe, socket or device, and no file."))
                )
            elif len(path.parts) > MAX_DEPTH:
                report.passed_over.append(
                    (
                        path,
                        _("The folder lies more than %(depth)s folders deep.")
                        % {"depth": MAX_DEPTH},
                    )
                )
            else:
                waiting.append(path)


def _as_counted(path: Path) -> tuple[Path, list[str | int], str]:
    parts: list[str | int] = list(re.split(r"(\d+)", path.stem))
    parts[1::2] = [int(part) for part in parts[1::2]]
    return path.parent, parts, path.suffix


def _reason_against(folder: Path, path: Path) -> str | None:
    """Why a file is no picture at all; None for one that is, or that is called one."""
    if path.suffix.lower() in EXTENSIONS:
        return None  # what is wrong with it is for validation to say
    try:
        with open_regular_file(folder, path) as file:
            picture_format(file.read(HEAD_BYTES))
    except PictureRefusedError as refusal:
        return str(refusal)
    except OSError as error:
        return _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
    return None
