"""The pictures of a match by name: the shop's by their ids, a photo by the name it goes by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.storage import default_storage
from PIL import Image

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.photos.store import read_photo
from embeddings.pipeline import open_picture
from infra.files.away import StorageAwayError

_PHOTO, _PICTURE = "photo:", "picture:"


class MatchRefusedError(ValueError):
    """Codes for programs: gone, not_compared, changed."""


@dataclass(frozen=True)
class Named:
    """A picture that may be matched, such as picture:12 or photo:<its id>."""

    name: str

    @classmethod
    def picture(cls, image_id: int) -> Named:
        return cls(f"{_PICTURE}{image_id}")

    @classmethod
    def photo(cls, photo_id: str) -> Named:
        return cls(f"{_PHOTO}{photo_id}")

    @property
    def photo_id(self) -> str | None:
        """None for a picture of the shop."""
        return self.name.removeprefix(_PHOTO) if self.name.startswith(_PHOTO) else None

    def digest(self, space_id: int) -> str:
        """What its bytes are, of a picture that is compared in the space; a photo's own id.

        Raises MatchRefusedError.
        """
        if self.photo_id is not None:
            return self.photo_id
        return self._row(space_id).digest

    def read(self, space: EmbeddingSpace) -> Image.Image:
        """The picture itself, by a worker. What is compared has been decoded before.

        Raises MatchRefusedError, PhotoGoneError, UndecodablePictureError.
        """
        if self.photo_id is not None:
            return open_picture(read_photo(self.photo_id))
        row = self._row(space.pk)
        try:
            with default_storage.open(str(row.image.image.name)) as file:
                data = file.read()
        except StorageAwayError:
            raise  # says nothing of this picture
        except OSError as error:
            raise MatchRefusedError("gone") from error
        if hashlib.sha256(data).hexdigest() != row.digest:
            raise MatchRefusedError("changed")
        return open_picture(data)

    def _row(self, space_id: int) -> ImageEmbedding:
        rows = ImageEmbedding.objects.filter(space=space_id).without_vectors().ready()
        number = self.name.removeprefix(_PICTURE)
        found = rows.select_related("image").filter(image=int(number))
        row: ImageEmbedding | None = found.first()
        if row is None:
            raise MatchRefusedError("not_compared")
        return row
