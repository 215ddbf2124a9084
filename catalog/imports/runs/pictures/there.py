"""What one product has of pictures while a row of it is written: read once, kept in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from catalog.imports.models import ImportedPicture
from catalog.imports.runs.products.existing import read_pictures
from catalog.models import ProductImage


@dataclass
class PicturesThere:
    """A product's pictures, and where they came from."""

    images: list[ProductImage]
    """In order."""
    notes: dict[str, ImportedPicture]
    """Where a picture came from -> what is known of it."""

    @classmethod
    def of(cls, product: int) -> Self:
        """Two statements."""
        images, notes = read_pictures([product])
        return cls(images.get(product, []), notes.get(product, {}))

    @property
    def next_position(self) -> int:
        """The place behind all others."""
        return max((image.position for image in self.images), default=-1) + 1

    def image_of(self, note: ImportedPicture) -> ProductImage | None:
        """The picture that came so; None where staff deleted it."""
        return next((each for each in self.images if each.pk == note.image_id), None)

    def same_as(self, sha256: str) -> ProductImage | None:
        """This very picture, where staff have uploaded it; variants differ by colour alone."""
        came = {note.image_id for note in self.notes.values()}
        same = (each for each in self.images if each.sha256 == sha256 and each.pk not in came)
        return next(same, None)
