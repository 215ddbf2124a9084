"""Pictures good and bad, made on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from catalog.images.validation.jpeg import NEXT_MARKER

pillow_heif.register_heif_opener()  # to save HEIC: validation only needs to read it


@pytest.fixture(scope="session")
def photo() -> Image.Image:
    """96 x 64, RGB: smooth colours with a darker disc, left half redder than the right."""
    y, x = np.mgrid[0:64, 0:96]
    disc = ((x - 30) ** 2 + (y - 40) ** 2 < 400) * 90
    channels = [200 - x, 60 + 2 * y, 120 + x - y]
    return Image.fromarray(np.clip(np.dstack(channels) - disc[..., None], 0, 255).astype(np.uint8))


@pytest.fixture(scope="session")
def saved() -> Callable[..., bytes]:
    """(image, Pillow format, options) -> the bytes of the file."""

    def save(image: Image.Image, kind: str, **options: object) -> bytes:
        file = io.BytesIO()
        image.save(file, kind, **options)
        return file.getvalue()

    return save


@pytest.fixture(scope="session")
def with_scans(saved) -> Callable[..., bytes]:
    """(image, count) -> a progressive JPEG whose last scan is repeated up to `count` scans."""

    def build(image: Image.Image, count: int) -> bytes:
        jpeg = saved(image, "JPEG", progressive=True)
        scans = [at.start() for at in NEXT_MARKER.finditer(jpeg) if at[1] == b"\xda"]
        assert jpeg.endswith(b"\xff\xd9")
        last = jpeg[scans[-1] : -2]
        return jpeg[:-2] + last * (count - len(scans)) + b"\xff\xd9"

    return build
