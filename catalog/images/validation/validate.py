"""Validating a picture: the admin, imports, the API and photo search all call this."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.translation import gettext_lazy as _
from PIL import Image

from catalog.conf import conf
from catalog.images.blank import is_blank
from catalog.images.colour.declared import declared_encoding
from catalog.images.srgb import upright_srgb
from catalog.images.validation.concurrency import decode_slot
from catalog.images.validation.decode import decode_first_frame
from catalog.images.validation.errors import PictureRefusedError
from catalog.images.validation.formats import picture_format
from catalog.images.validation.headers import check_header
from catalog.images.validation.limits import CATALOG_LIMITS, MIB, PictureLimits
from catalog.images.validation.phash import perceptual_hash

# Modes to resize as they are; others need their palette or depth resolved first.
RESIZABLE_MODES = ("L", "LA", "RGB", "RGBA", "CMYK")


class Upload(Protocol):
    """An open file, Django's UploadedFile among them."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ValidatedPicture:
    """A picture that is safe to keep: decoded, upright, sRGB, shrunk, and saved again as JPEG."""

    image: Image.Image
    """RGB, the pixels before they were compressed to `jpeg`; no metadata."""
    jpeg: bytes
    """What to store: baseline JPEG without metadata. The name of the upload is nowhere."""
    width: int
    height: int
    sha256: str
    """Of `jpeg`, 64 hex digits."""
    phash: str
    """Perceptual hash, 16 hex digits; see catalog.images.validation.phash."""
    is_blank: bool
    """Whether there is nothing to see in it, such as a white thing cut out on white."""


def validate_picture(
    source: bytes | Upload, *, limits: PictureLimits = CATALOG_LIMITS
) -> ValidatedPicture:
    """Check an uploaded picture and make it safe to keep, or say which rule it breaks.

    An open file is read from its start and left open. Raises PictureRefusedError (its text is for
    the uploader) and ValidationBusyError (answer 503 and ask to try again).
    """
    data = source if isinstance(source, bytes) else _read(source, limits=limits)
    _check_bytes(len(data), limits=limits)
    kind = picture_format(data)
    check_header(data, kind, limits=limits)
    with decode_slot(max_wait_s=limits.max_wait_s):
        image = decode_first_frame(data, kind, limits=limits)
        encoding = declared_encoding(image, data, kind)
        if image.mode in RESIZABLE_MODES and "transparency" not in image.info:
            image = _shrink(image, longer_side=limits.stored_side)  # early: saves time and memory
        image = _shrink(upright_srgb(image, encoding=encoding), longer_side=limits.stored_side)
        return _encode(image)


def as_it_is(jpeg: bytes) -> ValidatedPicture:
    """A stored picture, which was validated before: coding it once more would cost quality.

    However narrow: of a strip of 12,000 x 16 pixels, 2,048 x 3 are kept.
    """
    validated = validate_picture(jpeg, limits=replace(CATALOG_LIMITS, min_side=1))
    return replace(validated, jpeg=jpeg, sha256=hashlib.sha256(jpeg).hexdigest())


def _read(source: Upload, *, limits: PictureLimits) -> bytes:
    """Read an open file from its start, and never much more of it than is allowed."""
    size = getattr(source, "size", None)  # Django knows it before reading
    if isinstance(size, int):
        _check_bytes(size, limits=limits)
    seek = getattr(source, "seek", None)
    if seek is not None:
        seek(0)  # a form may have read it before
    return source.read(limits.max_bytes + 1)


def _check_bytes(size: int, *, limits: PictureLimits) -> None:
    if size > limits.max_bytes:
        raise PictureRefusedError(
            "too_many_bytes",
            _("The file has %(size)s bytes; at most %(megabytes)s MB (%(most)s bytes)."),
            size=f"{size:,}",
            megabytes=f"{limits.max_bytes / MIB:g}",
            most=f"{limits.max_bytes:,}",
        )


def _shrink(image: Image.Image, *, longer_side: int) -> Image.Image:
    """Bring the longer side of a picture down to a number of pixels; never up."""
    ratio = longer_side / max(image.size)
    if ratio >= 1:
        return image
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encode(image: Image.Image) -> ValidatedPicture:
    """Save an RGB picture as JPEG, with its size, digest and fingerprint."""
    saved = io.BytesIO()
    # Full chroma: coloured edges matter to the colour embedding, and shrinking to the sizes that
    # pages show must not start from blurred colours.
    image.save(saved, "JPEG", quality=conf.PICTURE_JPEG_QUALITY, subsampling="4:4:4")
    jpeg = saved.getvalue()
    return ValidatedPicture(
        image=image,
        jpeg=jpeg,
        width=image.width,
        height=image.height,
        sha256=hashlib.sha256(jpeg).hexdigest(),
        phash=perceptual_hash(image),
        is_blank=is_blank(image),
    )
