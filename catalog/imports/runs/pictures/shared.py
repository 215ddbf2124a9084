"""Pictures that another product has had from the same place; they need not come a second time."""

from __future__ import annotations

from collections.abc import Collection

from catalog.images.storage import picture_storage
from catalog.images.validation import ValidatedPicture, as_it_is
from catalog.imports.models import ImportedPicture


def shared_pictures(references: Collection[str]) -> dict[str, ImportedPicture]:
    """Where a picture came from -> one that came from there, of whichever product."""
    found = ImportedPicture.objects.filter(path__in=references, folder="", image__isnull=False)
    found = found.exclude(sha256="").select_related("image").order_by("path", "pk")
    return {note.path: note for note in found.distinct("path") if _is_there(note)}


def read_shared(note: ImportedPicture) -> ValidatedPicture:
    """The picture that came. Raises OSError where its file has gone this very moment."""
    name = (note.image.image.name if note.image else None) or ""
    with picture_storage().open_stored(name) as file:
        return as_it_is(file.read())


def _is_there(note: ImportedPicture) -> bool:
    return note.image is not None and picture_storage().exists(note.image.image.name or "")
