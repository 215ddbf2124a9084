"""A HEIC of tiles, decoded tile by tile and shrunk on the way: many pixels in few bytes."""

from __future__ import annotations

import io
from itertools import product
from math import ceil

import pillow_heif
from PIL import Image

from catalog.images.iso_media import read_tile_grid, show_tile

TURNS = (
    None,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
)


def decode_tiles(data: bytes, *, longer_side: int, max_parts: int) -> Image.Image | None:
    """Decode a HEIC of tiles at a half, a quarter or less: bytes -> Image, RGB, with its info.

    longer_side: px that must at least be left. None for a picture without tiles, for one that is
    too small to be shrunk so, and for one with transparency: the decoder takes these whole.
    Raises whatever the decoder raises.
    """
    grid = read_tile_grid(data, max_parts=max_parts)
    whole = _open_file(data)  # opened, not decoded
    if grid is None or whole.mode != "RGB":
        return None
    first = _open_tile(data, grid.tiles[0], max_parts=max_parts)
    factor = _factor(max(grid.width, grid.height), first.size, longer_side=longer_side)
    if factor == 1:
        return None
    image = Image.new("RGB", (ceil(grid.width / factor), ceil(grid.height / factor)))
    rows = len(grid.tiles) // grid.columns
    places = product(range(rows), range(grid.columns))
    for number, (row, column) in zip(grid.tiles, places, strict=True):
        tile = _open_tile(data, number, max_parts=max_parts)
        if tile.size != first.size or tile.mode != "RGB":
            return None
        place = (column * tile.width // factor, row * tile.height // factor)
        image.paste(tile.reduce(factor), place)
    turn = TURNS[grid.quarter_turns]
    image = image if turn is None else image.transpose(turn)
    image.info.update(whole.info)
    return image


def _factor(side: int, tile: tuple[int, int], *, longer_side: int) -> int:
    """The largest power of two that leaves enough, and whole pixels of every tile."""
    factor = 1
    while side >= longer_side * factor * 2 and not any(each % (factor * 2) for each in tile):
        factor *= 2
    return factor


def _open_tile(data: bytes, tile: int, *, max_parts: int) -> pillow_heif.HeifImageFile:
    file = bytearray(data)
    show_tile(file, tile, max_parts=max_parts)
    return _open_file(file)


def _open_file(data: bytes | bytearray) -> pillow_heif.HeifImageFile:
    return pillow_heif.HeifImageFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
