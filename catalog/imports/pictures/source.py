"""All the pictures of an import: files by name, others by address."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from catalog.imports.pictures.addresses import AddressPictures, is_address
from catalog.imports.pictures.files import folder_pictures, zip_pictures
from catalog.imports.pictures.names import PictureNotFoundError
from catalog.imports.pictures.results import (
    PictureResult,
    PictureSource,
    RefusedPicture,
    WantedPicture,
)


@contextmanager
def open_pictures(files: Path | None = None) -> Iterator[PictureSource]:
    """The pictures of an import, until the block ends: by address, and from a folder or a ZIP.

    files: the folder or the ZIP; None where there is none. Raises ArchiveRefusedError for a ZIP
    that may not be unpacked, and OSError where there is nothing of that name.
    """
    with ExitStack() as opened:
        named: PictureSource
        if files is None:
            named = NoFiles()
        elif files.is_dir():
            named = folder_pictures(files)
        else:
            named = opened.enter_context(zip_pictures(files))
        yield MixedPictures(named, opened.enter_context(AddressPictures()))


class NoFiles:
    """Stands for the files of an import that came without any; a PictureSource."""

    def read(self, wanted: Iterable[WantedPicture]) -> Iterator[PictureResult]:
        """See PictureSource."""
        for each in wanted:
            yield RefusedPicture(
                each.reference,
                PictureNotFoundError(
                    "no_files",
                    _("%(name)r is a file, and no folder or ZIP of pictures came with the import."),
                    name=each.reference[:200],
                ),
            )


class MixedPictures:
    """Reads each picture from where it lies; a PictureSource."""

    def __init__(self, files: PictureSource, addresses: PictureSource) -> None:
        self._files, self._addresses = files, addresses

    def read(self, wanted: Iterable[WantedPicture]) -> Iterator[PictureResult]:
        """See PictureSource. Files are read while servers are waited for."""
        files: deque[WantedPicture] = deque()
        named: set[str] = set()

        def addresses() -> Iterator[WantedPicture]:
            for each in wanted:
                if is_address(each.reference):
                    yield each
                elif each.reference not in named:
                    named.add(each.reference)
                    files.append(each)

        for result in self._addresses.read(addresses()):
            yield result
            if files:
                yield from self._files.read([files.popleft()])
        yield from self._files.read(files)
