"""Decoding a picture whose header has passed, with every way to fail turned into one refusal."""

from __future__ import annotations

import io
from collections.abc import Callable
from math import ceil

import pillow_heif
from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from catalog.images.validation.errors import PictureRefusedError, damaged
from catalog.images.validation.gif import without_extensions
from catalog.images.validation.headers import NAMES, check_not_tiny, check_size
from catalog.images.validation.heic_tiles import decode_tiles
from catalog.images.validation.limits import PictureLimits

# A JPEG may come a little under the size that is kept when its decoder can then halve it, at half
# the time and a quarter of the memory: 4032 x 3024 phone photos become 2016 x 1512.
DRAFT_SLACK = 0.9

# One decoder per format, called by name: Image.open would offer the file to others as well, and
# would print a warning of its own about big pictures before validation can name its rule.
OPENERS: dict[str, Callable[[io.BytesIO, str], ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.jpeg_factory,  # answers with an MpoImageFile where that is what it is
    "PNG": PngImagePlugin.PngImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "HEIF": pillow_heif.HeifImageFile,
}
# Only the picture itself is wanted from a HEIC, and several are decoded at once already.
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False
pillow_heif.options.DECODE_THREADS = 1


def decode_first_frame(data: bytes, kind: str, *, limits: PictureLimits) -> Image.Image:
    """Decode the first frame of a picture, all of it: bytes -> loaded Image of any mode.

    kind: Pillow's name of the format. A JPEG far larger than limits.stored_side is decoded at a
    half, a quarter or an eighth of its size. Raises PictureRefusedError.
    """
    if ImageFile.LOAD_TRUNCATED_IMAGES:
        # It would pass broken files as half-grey pictures, to be embedded as if they were real.
        raise RuntimeError("ImageFile.LOAD_TRUNCATED_IMAGES must stay off")
    name = NAMES.get(kind, kind)
    try:
        if kind == "HEIF" and (tiled := _decode_tiles(data, limits=limits)):
            return tiled
        image = OPENERS[kind](io.BytesIO(without_extensions(data) if kind == "GIF" else data), "")
        check_size(*image.size, kind=kind, limits=limits)
        check_not_tiny(*image.size, name=name, limits=limits)
        _draft(image, longer_side=limits.stored_side)
        image.load()
        check_size(*image.size, kind=kind, limits=limits)
    except PictureRefusedError:
        raise
    except Exception as broken:
        # One bad file in eight raises something other than OSError: ValueError, SyntaxError,
        # NotImplementedError, struct.error, zlib.error, MemoryError, ...
        raise damaged(name) from broken
    return image


def _decode_tiles(data: bytes, *, limits: PictureLimits) -> Image.Image | None:
    side = ceil(DRAFT_SLACK * limits.stored_side)
    return decode_tiles(data, longer_side=side, max_parts=limits.max_segments)


def _draft(image: Image.Image, *, longer_side: int) -> None:
    """Let a JPEG decoder shrink while it decodes; the other decoders cannot."""
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        ratio = min(1.0, DRAFT_SLACK * longer_side / max(image.size))
        image.draft(None, (ceil(image.width * ratio), ceil(image.height * ratio)))
