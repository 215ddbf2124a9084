"""Turning and cropping a stored picture, which then is a new one; what it was is kept beside it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from PIL import Image

from catalog.images.held.models import HeldPicture
from catalog.images.saving import set_picture
from catalog.images.storage import picture_storage
from catalog.images.validation import as_it_is, validate_picture
from catalog.models import ProductImage

Stored = ProductImage | HeldPicture


class Turn(StrEnum):
    """Clockwise, as people say it."""

    LEFT = "left"
    RIGHT = "right"
    HALF = "half"


_TRANSPOSE = {
    Turn.LEFT: Image.Transpose.ROTATE_90,  # Pillow turns the other way round
    Turn.RIGHT: Image.Transpose.ROTATE_270,
    Turn.HALF: Image.Transpose.ROTATE_180,
}


@dataclass(frozen=True, kw_only=True)
class Crop:
    """What to keep of a picture: edges in percent of its width and height, from the upper left."""

    left: float
    top: float
    right: float
    bottom: float


def edit_picture(picture: Stored, change: Turn | Crop, *, sha256: str) -> bool:
    """Turn or crop a picture; False where its file is not the one that was seen.

    sha256: of the file that whoever asks has before them; so a second click turns nothing twice.
    The result goes through validation and storage like an upload, and is embedded anew. Raises
    PictureRefusedError (a sliver of a picture is none), ValidationBusyError,
    StorageUnavailableError, and FileNotFoundError where the file is gone.
    """
    with transaction.atomic():
        locked = _locked(picture, sha256)
        if locked is None:
            return False
        name = locked.image.name or ""
        edited = validate_picture(_changed(name, change))
        set_picture(locked, edited, original=locked.original or name)
    picture.refresh_from_db()
    return True


def restore_original(picture: Stored, *, sha256: str) -> bool:
    """Make a picture what it was before it was turned or cropped, byte for byte.

    False where its file is not the one that was seen, or was never changed. Raises as
    `edit_picture` does.
    """
    with transaction.atomic():
        locked = _locked(picture, sha256)
        if locked is None or not locked.original:
            return False
        with picture_storage().open_stored(locked.original) as file:
            set_picture(locked, as_it_is(file.read()))
    picture.refresh_from_db()
    return True


def original_bytes(picture: Stored) -> int | None:
    """How much room what a picture was takes; None where nothing is kept, or can be asked."""
    try:
        return picture_storage().size(picture.original) if picture.original else None
    except OSError:
        return None


def _locked(picture: Stored, sha256: str) -> Stored | None:
    found = type(picture)._default_manager.select_for_update().filter(pk=picture.pk, sha256=sha256)
    locked: Stored | None = found.first()
    return locked


def _changed(name: str, change: Turn | Crop) -> bytes:
    """The changed picture as the bytes of a file that loses nothing."""
    with picture_storage().open_stored(name) as file, Image.open(file, formats=["JPEG"]) as image:
        if isinstance(change, Turn):
            changed = image.transpose(_TRANSPOSE[change])
        else:
            across, down = image.width / 100, image.height / 100
            upper_left = (round(change.left * across), round(change.top * down))
            # At least a pixel, which validation then refuses in its own words.
            lower_right = (
                max(upper_left[0] + 1, round(change.right * across)),
                max(upper_left[1] + 1, round(change.bottom * down)),
            )
            changed = image.crop((*upper_left, *lower_right))
    saved = io.BytesIO()
    changed.save(saved, "PNG", compress_level=1)  # 0.2 s for the largest that is kept
    return saved.getvalue()
