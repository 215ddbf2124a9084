"""HEIC of tiles, as phones write it, decoded tile by tile: the same picture, whichever way."""

from __future__ import annotations

import io
from dataclasses import replace

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageStat

from catalog.images.iso_media import read_tile_grid
from catalog.images.validation import PHOTO_LIMITS, PictureRefusedError, validate_picture
from catalog.images.validation.heic_tiles import decode_tiles

pillow_heif.register_heif_opener()  # to save HEIC: validation only needs to read it

SIZE = (500, 332)  # tiles of 64 px reach over both edges; both sides are whole quarters
SMALL = replace(PHOTO_LIMITS, stored_side=128, max_heic_pixels=100_000, max_tiled_pixels=200_000)


def saved(*, tile_size: int | None = 64, **options: object) -> bytes:
    """Something of which every part and turn looks different."""
    bands = Image.radial_gradient("L"), Image.linear_gradient("L"), Image.new("L", (256, 256), 90)
    file = io.BytesIO()
    extra = {} if tile_size is None else {"tile_size": tile_size}
    preset = {"preset": "ultrafast"}
    picture = Image.merge("RGB", bands).resize(SIZE)
    picture.save(file, "HEIF", quality=90, enc_params=preset, **extra, **options)
    return file.getvalue()


def difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_tiles_make_the_picture_that_the_decoder_makes(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(exif=exif.tobytes())
    grid = read_tile_grid(data, max_parts=20_000)
    assert grid is not None
    assert (grid.columns, len(grid.tiles), grid.width, grid.height) == (8, 48, *SIZE)

    tiled = decode_tiles(data, longer_side=120, max_parts=20_000)
    assert tiled is not None
    assert max(tiled.size) == 125  # a quarter
    whole = pillow_heif.HeifImageFile(io.BytesIO(data)).convert("RGB").reduce(4)
    assert difference(tiled, whole) < 1
    assert tiled.info["nclx_profile"]


def test_more_pixels_are_taken_in_tiles_than_in_one_piece() -> None:
    kept = validate_picture(saved(), limits=SMALL)
    assert (kept.width, kept.height) == (125, 83)  # a quarter, and no pixel is made up
    with pytest.raises(PictureRefusedError, match=r"500 x 332; at most 0\.1 megapixels"):
        validate_picture(saved(tile_size=None), limits=SMALL)
    with pytest.raises(PictureRefusedError, match="megapixels"):
        validate_picture(saved(), limits=replace(SMALL, max_tiled_pixels=150_000))


def test_a_damaged_tile_is_refused() -> None:
    data = bytearray(saved())
    data[-3_000:] = bytes(3_000)
    with pytest.raises(PictureRefusedError):
        validate_picture(bytes(data), limits=SMALL)
    assert decode_tiles(saved(), longer_side=400, max_parts=20_000) is None  # nothing to shrink
