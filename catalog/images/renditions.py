"""The sizes in which pages show a picture."""

from __future__ import annotations

import io
import os
import re

from PIL import Image

from catalog.conf import conf

RENDITION_WIDTHS = tuple(sorted(conf.RENDITION_WIDTHS))  # px
RENDITION_NAME = re.compile(rf"-(?:{'|'.join(map(str, RENDITION_WIDTHS))})(\.jpg)$")


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
    return RENDITION_NAME.sub(r"\1", name)


def _rendition(image: Image.Image, width: int) -> bytes:
    if width < image.width:
        height = max(1, round(image.height * width / image.width))
        # Averaging whole blocks first makes a large picture small quickly; at 3 times the size
        # aimed at, nobody sees that.
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    saved = io.BytesIO()
    image.save(saved, "JPEG", quality=conf.RENDITION_JPEG_QUALITY, optimize=True, progressive=True)
    return saved.getvalue()
