"""Where pictures are kept: whole or not at all, under names that we make up."""

from __future__ import annotations

import logging
import os
import re
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.deconstruct import deconstructible
from PIL import Image

from catalog.images.renditions import (
    RENDITION_WIDTHS,
    avif_name,
    avif_renditions,
    original_name,
    rendition_name,
    renditions,
)
from catalog.images.validation import ValidatedPicture
from infra.files.atomic import PART, part_path, write_files
from infra.files.regular import open_regular_file

__all__ = [
    "RENDITION_WIDTHS",
    "PictureStorage",
    "avif_name",
    "new_picture_name",
    "picture_storage",
    "rendition_name",
]

logger = logging.getLogger(__name__)

FOLDER = "products"
_PLAIN_NAME = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*\.[a-z]+")


def picture_storage() -> PictureStorage:
    """The shop's own storage, as STORAGES names it; what the catalogue promises rests on it."""
    if not isinstance(default_storage, PictureStorage):
        raise ImproperlyConfigured("STORAGES must name a PictureStorage as its default.")
    return default_storage


def new_picture_name() -> str:
    """Make up a name that no picture has: products/ab/<32 hex digits>.jpg."""
    digits = uuid.uuid4().hex
    # 256 folders keep each one short; a name without a meaning gives nothing of the sender away.
    return f"{FOLDER}/{digits[:2]}/{digits}.jpg"


@deconstructible(path="catalog.images.storage.PictureStorage")
class PictureStorage(FileSystemStorage):
    """A media folder in which no half-written file ever shows."""

    def url(self, name: str | None) -> str:
        """Where a file is fetched; a page asks for hundreds, and names of ours need no quoting."""
        if name is not None and self.base_url is not None and _PLAIN_NAME.fullmatch(name):
            return self.base_url + name
        return super().url(name)

    def save_pictures(self, pictures: Sequence[ValidatedPicture]) -> list[str]:
        """Keep pictures and their renditions: each under a new name; the names are returned.

        Several cost hardly more flushes to disk than one. Raises StorageUnavailableError, and then
        nothing is left of any.
        """
        names = [new_picture_name() for _ in pictures]
        contents: dict[str, list[bytes]] = {}
        for name, picture in zip(names, pictures, strict=True):
            for width, data in renditions(picture.image).items():
                contents[self.path(rendition_name(name, width))] = [data]
            contents[self.path(name)] = [picture.jpeg]  # where it is, its renditions are
        write_files(contents, mode=self.file_permissions_mode)
        return names

    def save_avif(self, name: str, image: Image.Image) -> None:
        """Keep the AVIF renditions of a picture that is here: RGB Image.

        Raises StorageUnavailableError, and then nothing is left of them.
        """
        drawn = avif_renditions(image).items()
        contents = {self.path(avif_name(name, width)): [data] for width, data in drawn}
        write_files(contents, mode=self.file_permissions_mode)

    def delete_avif(self, name: str) -> None:
        """Delete the AVIF renditions of a picture."""
        self._delete([avif_name(name, width) for width in RENDITION_WIDTHS])

    def open_stored(self, name: str) -> BinaryIO:
        """Open a stored file to be sent to anybody; no link leads out of the folder.

        Raises FileNotFoundError, for a link as well.
        """
        return open_regular_file(self.location, name)

    def delete_picture(self, name: str) -> None:
        """Delete a picture with its renditions and whatever a killed process left of it.

        A file that cannot be deleted is logged and stays for the sweep: by now its row is gone.
        """
        if not name:
            return
        self._delete([name])
        self.delete_renditions(name)

    def delete_renditions(self, name: str) -> None:
        """Delete all sizes of a picture but itself, which no page shows now."""
        self._delete([rendition_name(name, width) for width in RENDITION_WIDTHS])
        self.delete_avif(name)

    def _delete(self, names: list[str]) -> None:
        for each in names:
            for path in (self.path(each), part_path(self.path(each))):
                try:
                    os.remove(path)
                except FileNotFoundError:
                    pass
                except OSError as error:
                    logger.warning("could not delete %s: %s", path, error.strerror)

    def old_pictures(self, *, older_than_seconds: float) -> list[str]:
        """Name the pictures of which any file has lain here for so long, renditions and parts too.

        What was being written when a process died is listed under the name it was to have.
        """
        newest = time.time() - older_than_seconds
        folder = Path(self.path(FOLDER))
        return sorted(
            {
                f"{FOLDER}/{path.parent.name}/{_picture_of(path.name)}"
                for path in folder.glob("??/*")
                if _modified(path) < newest
            }
        )

    def generate_filename(self, filename: str | os.PathLike[str]) -> str:
        """Give an upload a name of ours, whatever its sender calls it."""
        return new_picture_name()

    def _save(self, name: str, content: File[bytes]) -> str:
        write_files({self.path(name): content.chunks()}, mode=self.file_permissions_mode)
        return name


def _picture_of(file_name: str) -> str:
    """The picture that a file belongs to: .<hex>-480.jpg.part -> <hex>.jpg."""
    if file_name.endswith(PART):
        file_name = file_name.removeprefix(".").removesuffix(PART)
    return original_name(file_name)


def _modified(path: Path) -> float:
    """When a file was last written, in seconds since 1970; never for one that is just gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
