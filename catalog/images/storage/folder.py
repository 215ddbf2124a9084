"""Pictures in a folder of this machine, or of one that several machines share."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from catalog.images.storage.base import StoredPictures
from catalog.images.storage.names import FOLDER, PLAIN_NAME, picture_of
from infra.files.atomic import part_path, write_files
from infra.files.regular import open_regular_file

logger = logging.getLogger(__name__)


@deconstructible(path="catalog.images.storage.PictureStorage")
class PictureStorage(StoredPictures, FileSystemStorage):
    """A media folder in which no half-written file ever shows."""

    def url(self, name: str | None) -> str:
        """Where a file is fetched; a page asks for hundreds, and names of ours need no quoting."""
        if name is not None and self.base_url is not None and PLAIN_NAME.fullmatch(name):
            return self.base_url + name
        return super().url(name)

    def keep(self, contents: Mapping[str, bytes]) -> None:
        """Write files, all of them or none; see StoredPictures."""
        write_files(
            {self.path(name): [data] for name, data in contents.items()},
            mode=self.file_permissions_mode,
        )

    def open_stored(self, name: str) -> BinaryIO:
        """Open a stored file to be sent to anybody; no link leads out of the folder.

        Raises FileNotFoundError, for a link as well.
        """
        return open_regular_file(self.location, name)

    def remove(self, names: Sequence[str]) -> None:
        """Delete files and their parts; see StoredPictures."""
        for each in names:
            for path in (self.path(each), part_path(self.path(each))):
                try:
                    os.remove(path)
                except FileNotFoundError:
                    pass
                except OSError as error:
                    logger.warning("could not delete %s: %s", path, error.strerror)

    def old_pictures(self, *, older_than_seconds: float) -> Iterator[list[str]]:
        """Name the pictures of which any file is so old, folder by folder; see StoredPictures."""
        newest = time.time() - older_than_seconds
        for folder in sorted(Path(self.path(FOLDER)).glob("??")):
            old = {picture_of(path.name) for path in folder.glob("*") if _modified(path) < newest}
            if old:
                yield sorted(f"{FOLDER}/{folder.name}/{name}" for name in old)

    def _save(self, name: str, content: File[bytes]) -> str:
        write_files({self.path(name): content.chunks()}, mode=self.file_permissions_mode)
        return name


def _modified(path: Path) -> float:
    """When a file was last written, in seconds since 1970; never for one that is just gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
