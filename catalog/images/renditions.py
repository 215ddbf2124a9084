"""The sizes in which pages show a picture."""

from __future__ import annotations

import io
import os
import re
from typing import Any

from PIL import Image

from catalog.conf import conf

RENDITION_WIDTHS = tuple(sorted(conf.RENDITION_WIDTHS))  # px
RENDITION_NAME = re.compile(rf"-(?:{'|'.join(map(str, RENDITION_WIDTHS))})\.(?:jpg|avif)$")

# 140 ms for the three sizes of a picture; at speed 6 it takes three times as long for 5 % less.
_AVIF = {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1}


def renditions(image: Image.Image) -> dict[int, bytes]:
    """Draw a picture in every size that pages ask for: RGB Image -> width in px: JPEG bytes.

    Never enlarged: the rendition of a width that the picture has not is the picture at its own
    width, so that every name leads to a file.
    """
    return {width: _rendition(image, width) for width in RENDITION_WIDTHS}


def rendition_name(name: str, width: int) -> str:
    """Name the file that shows a picture about `width` px wide: products/ab/<hex>-480.jpg.

    The next larger rendition is named, and beyond the largest the picture itself.
    """
    root, extension = os.path.splitext(name)
    larger = (f"{root}-{each}{extension}" for each in RENDITION_WIDTHS if each >= width)
    return next(larger, name)


def original_name(name: str) -> str:
    """Name the picture of which a file is a rendition; a picture's own name stays as it is."""
    return RENDITION_NAME.sub(".jpg", name)


def avif_name(name: str, width: int) -> str:
    """Name the AVIF of the rendition of about `width` px; see rendition_name."""
    return os.path.splitext(rendition_name(name, min(width, RENDITION_WIDTHS[-1])))[0] + ".avif"


def avif_renditions(image: Image.Image) -> dict[int, bytes]:
    """Draw a picture as AVIF in every size that pages ask for: half the bytes, ten times the work.

    RGB Image -> width in px: AVIF bytes.
    """
    return {width: _saved(_shrunk(image, width), **_AVIF) for width in RENDITION_WIDTHS}


def _rendition(image: Image.Image, width: int) -> bytes:
    quality = conf.RENDITION_JPEG_QUALITY
    return _saved(
        _shrunk(image, width), format="JPEG", quality=quality, optimize=True, progressive=True
    )


def _shrunk(image: Image.Image, width: int) -> Image.Image:
    if width < image.width:
        height = max(1, round(image.height * width / image.width))
        # Averaging whole blocks first makes a large picture small quickly; at 3 times the size
        # aimed at, nobody sees that.
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image


def _saved(image: Image.Image, **options: Any) -> bytes:
    saved = io.BytesIO()
    image.save(saved, **options)
    return saved.getvalue()
