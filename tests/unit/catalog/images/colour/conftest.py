"""Colour patches, and files that say what their numbers mean."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

PATCHES = (
    *((220, 40, 30), (30, 150, 60), (40, 70, 200), (240, 200, 60)),
    *((128, 128, 128), (230, 230, 230), (30, 30, 30), (180, 110, 70)),
)
SIDE = 40  # px of a patch


@pytest.fixture(scope="session")
def patches() -> Image.Image:
    """Eight patches side by side, RGB."""
    row = np.repeat(np.array(PATCHES, np.uint8), SIDE, axis=0)
    return Image.fromarray(np.tile(row, (SIDE, 1, 1)))


@pytest.fixture(scope="session")
def read_patches() -> Callable[[Image.Image], list[tuple[int, ...]]]:
    """The colours in the middle of the patches."""

    def read(image: Image.Image) -> list[tuple[int, ...]]:
        middle = np.asarray(image)[SIDE // 2, SIDE // 2 :: SIDE]
        return [tuple(int(value) for value in colour) for colour in middle]

    return read


@pytest.fixture(scope="session")
def png(saved, png_chunk) -> Callable[..., bytes]:
    """(image, (name, content), ...) -> a PNG with these chunks after its header."""

    def build(image: Image.Image, *chunks: tuple[bytes, bytes]) -> bytes:
        data = saved(image, "PNG")
        return data[:33] + b"".join(png_chunk(*chunk) for chunk in chunks) + data[33:]

    return build


@pytest.fixture(scope="session")
def avif(saved) -> Callable[[Image.Image, int, int], bytes]:
    """(image, primaries, transfer) -> an AVIF whose container names these code points."""

    def build(image: Image.Image, primaries: int, transfer: int) -> bytes:
        data: bytes = saved(image, "AVIF", quality=95, subsampling="4:4:4")
        at = data.index(b"nclx") + 4
        return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]

    return build


@pytest.fixture(scope="session")
def heic(saved) -> Callable[[Image.Image, int, int], bytes]:
    """(image, primaries, transfer) -> a HEIC whose container names these code points."""

    def build(image: Image.Image, primaries: int, transfer: int) -> bytes:
        return saved(
            image,
            "HEIF",
            quality=95,
            chroma=444,
            color_primaries=primaries,
            transfer_characteristics=transfer,
            matrix_coefficients=6,
            full_range_flag=1,
        )

    return build
