"""All the pictures of an import: files by name, others by address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from catalog.imports.pictures.addresses import AddressPictures
from catalog.imports.pictures.folder import folder_pictures
from catalog.imports.pictures.mixed import MixedPictures
from catalog.imports.pictures.no_files import NoFiles
from catalog.imports.pictures.results import PictureSource
from catalog.imports.pictures.zip import zip_pictures


@contextmanager
def open_pictures(
    files: Path | None = None, *, index: Path | None = None
) -> Iterator[PictureSource]:
    """The pictures of an import, until the block ends: by address, and from a folder or a ZIP.

    files: the folder or the ZIP; None where there is none. index: where the names in a ZIP
    are kept for the next time. Raises ArchiveRefusedError for a ZIP
    that may not be unpacked, and OSError where there is nothing of that name.
    """
    with ExitStack() as opened:
        named: PictureSource
        if files is None:
            named = NoFiles()
        elif files.is_dir():
            named = folder_pictures(files)
        else:
            named = opened.enter_context(zip_pictures(files, index=index))
        yield MixedPictures(named, opened.enter_context(AddressPictures()))
