"""Which of a product's pictures a file means, which are to come, and which go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.imports.models import ImportedPicture
from catalog.imports.rows import MISSING, PictureReference
from catalog.models import ProductImage

# How an export of ours names a picture, with or without the address of the shop before it.
_STORED = re.compile(r"(?:^|/)(products/[0-9a-f]{2}/[0-9a-f]{32}\.jpg)$")


@dataclass(frozen=True, slots=True)
class Listed:
    """One picture as a row names it."""

    reference: PictureReference
    image: ProductImage | None
    """What the product has of it."""
    note: ImportedPicture | None
    """What is known of where it came from."""

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to look up: a picture of ours, or one that staff deleted."""
        is_ours = self.image is not None and self.note is None
        return is_ours or (self.note is not None and self.image is None)


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """What a row says of the pictures of its product, and what is there."""

    listed: tuple[Listed, ...]
    staying: tuple[ProductImage, ...]
    """Those that staff added themselves; they come after the ones of the file."""
    leaving: tuple[ProductImage, ...]
    """Those that came with a file and are no longer in it; all where the cell is empty."""
    before: list[str]
    """What is there, as `changes` shows it."""
    is_as_listed: bool
    """Whether nothing has to be done, unless a picture's own content has changed."""


def plan_pictures(
    references: Sequence[PictureReference],
    images: Sequence[ProductImage],
    notes: Mapping[str, ImportedPicture],
) -> PicturePlan:
    """images: of the product, in order. notes: by where a picture came from."""
    by_id = {each.pk: each for each in images}
    by_name = {each.image.name: each for each in images}
    listed = tuple(_listed(each, by_id, by_name, notes) for each in references)
    meant = {each.image.pk for each in listed if each.image}
    # Of an import by folder nothing is taken away: no file has ever listed those.
    of_files = {
        note.image_id: path for path, note in notes.items() if note.image_id and not note.folder
    }
    others = [each for each in images if each.pk not in meant]
    leaving = tuple(each for each in others if not references or each.pk in of_files)
    staying = tuple(each for each in others if each not in leaving)
    order = [each.image.pk for each in listed if each.image]
    is_as_listed = (
        not leaving
        and all(each.image or each.is_settled for each in listed)
        and [each.pk for each in images] == [*order, *(each.pk for each in staying)]
        and not any(alt_differs(each) for each in listed)
    )
    before = [of_files.get(each.pk, each.image.name or "") for each in images]
    return PicturePlan(listed, staying, leaving, before, is_as_listed)


def alt_differs(listed: Listed) -> bool:
    """Whether the file describes a picture in other words than the product does."""
    alt = listed.reference.alt
    return listed.image is not None and alt is not MISSING and listed.image.alt != alt


def _listed(
    reference: PictureReference,
    by_id: Mapping[int, ProductImage],
    by_name: Mapping[str | None, ProductImage],
    notes: Mapping[str, ImportedPicture],
) -> Listed:
    stored = _STORED.search(reference.source)
    if stored and (image := by_name.get(stored[1])):
        return Listed(reference, image, None)
    note = notes.get(reference.source)
    return Listed(reference, by_id.get(note.image_id or 0) if note else None, note)
