"""What the catalogue asks of the place where its pictures lie, whatever that place is."""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, ClassVar

from django.core.files.storage import Storage
from PIL import Image

from catalog.images.renditions import (
    RENDITION_WIDTHS,
    avif_name,
    avif_renditions,
    rendition_name,
    renditions,
)
from catalog.images.storage.names import new_picture_name
from catalog.images.validation import ValidatedPicture


class StoredPictures(Storage):
    """Pictures and their renditions: each appears whole or not at all, under a name of ours."""

    is_a_server: ClassVar[bool] = False
    """Whether it may be away, as a folder cannot."""

    def look(self) -> None:
        """Whether pictures can be had just now; raises StorageAwayError within two seconds."""

    def request(self, verb: str, name: str | None = None, **asked: Any) -> Any:
        """Ask the server, where there is one; see BucketStorage."""
        raise NotImplementedError

    def names_below(self, folder: str) -> list[str]:
        """The names of all files below a folder, where there is a server."""
        raise NotImplementedError

    @abstractmethod
    def keep(self, contents: Mapping[str, bytes]) -> None:
        """Write files, the last of which vouches for the others: all of them, or none.

        contents: name -> bytes. Raises StorageUnavailableError, and then nothing is left of any.
        """

    @abstractmethod
    def open_stored(self, name: str) -> BinaryIO:
        """Open a stored file to be sent to anybody.

        Raises FileNotFoundError for what is no file of ours; StorageAwayError, and other OSErrors.
        """

    @abstractmethod
    def remove(self, names: Sequence[str]) -> None:
        """Delete files; what is not there is no error.

        A file that cannot be deleted is logged and stays for the sweep: by now its row is gone.
        """

    @abstractmethod
    def old_pictures(self, *, older_than_seconds: float) -> Iterator[list[str]]:
        """Name the pictures of which any file has lain here for so long, renditions and parts too.

        They come in pages, so that a shop of any size fits into memory. What was being written
        when a process died is listed under the name it was to have.
        """

    def save_pictures(self, pictures: Sequence[ValidatedPicture]) -> list[str]:
        """Keep pictures and their renditions: each under a new name; the names are returned.

        Several cost hardly more than one. Raises StorageUnavailableError, and then nothing is left
        of any.
        """
        names = [new_picture_name() for _ in pictures]
        contents: dict[str, bytes] = {}
        for name, picture in zip(names, pictures, strict=True):
            for width, data in renditions(picture.image).items():
                contents[rendition_name(name, width)] = data
            contents[name] = picture.jpeg  # where it is, its renditions are
        self.keep(contents)
        return names

    def save_avif(self, name: str, image: Image.Image) -> None:
        """Keep the AVIF renditions of a picture that is here: RGB Image.

        Raises StorageUnavailableError, and then nothing is left of them.
        """
        self.keep({avif_name(name, width): data for width, data in avif_renditions(image).items()})

    def delete_picture(self, name: str) -> None:
        """Delete a picture with its renditions and whatever a killed process left of it."""
        if name:
            self.remove([name, *_renditions_of(name)])

    def delete_renditions(self, name: str) -> None:
        """Delete all sizes of a picture but itself, which no page shows now."""
        self.remove(_renditions_of(name))

    def generate_filename(self, filename: str | os.PathLike[str]) -> str:
        """Give an upload a name of ours, whatever its sender calls it."""
        return new_picture_name()


def _renditions_of(name: str) -> list[str]:
    names = (rendition_name, avif_name)
    return [named(name, width) for width in RENDITION_WIDTHS for named in names]
