"""Pictures that lie in a folder."""

from __future__ import annotations

from pathlib import Path

from catalog.images.validation.limits import CATALOG_LIMITS
from catalog.imports.folder.report import Report
from catalog.imports.folder.walk import find_files
from catalog.imports.pictures.files import FilePictures
from catalog.imports.pictures.names import ListedNames
from infra.files.regular import open_regular_file


def folder_pictures(folder: Path) -> FilePictures:
    """The pictures of a folder and its sub-folders; no link is followed."""

    def read_bytes(path: str) -> bytes:
        with open_regular_file(folder, path) as file:
            # No more is read than can ever be accepted; validation tells that it is too much.
            return file.read(CATALOG_LIMITS.max_bytes + 1)

    names = ListedNames(str(path) for path in find_files(folder, Report()))
    return FilePictures(names, read_bytes)
