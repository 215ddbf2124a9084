"""Pictures of tiles side by side, as phones write their HEIC (ISO/IEC 23008-12, 6.6.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from catalog.images.iso_media.boxes import find_boxes
from catalog.images.iso_media.items import Item, read_items
from catalog.images.iso_media.properties import read_properties
from catalog.images.iso_media.reading import (
    ByteReader,
    DamagedMediaError,
    PartsBudget,
    TooManyPartsError,
)

# 48 megapixels are 192 tiles of 512 px; each is opened by itself.
MAX_TILES = 400


@dataclass(frozen=True, slots=True)
class TileGrid:
    """Which tiles a picture is made of, row by row, and how it is turned after that."""

    columns: int
    width: int
    """px, before it is turned"""
    height: int
    """px"""
    tiles: tuple[int, ...]
    """The numbers of their items."""
    quarter_turns: int
    """Anti-clockwise."""


def read_tile_grid(data: bytes, *, max_parts: int) -> TileGrid | None:
    """The grid of HEVC tiles that is a file's picture; None for any other, and for odd ones."""
    file, parts = memoryview(data), PartsBudget(max_parts)
    try:
        for meta in find_boxes(file, b"meta", parts=parts):
            primary = _primary_of(meta, parts)
            items = read_items(file, meta, parts=parts)
            grid = items.get(primary)
            # Cut or mirrored after it was put together: rare, and left to the decoder.
            odd = (read_properties(meta, kind, parts=parts) for kind in (b"clap", b"imir"))
            if grid and grid.kind == b"grid" and not any(chain.from_iterable(odd)):
                turns = read_properties(meta, b"irot", parts=parts)
                if set(turns) <= {primary}:
                    turned = sum(turn[0] & 3 for turn in turns.get(primary, []))
                    return _read_grid(grid, items, quarter_turns=turned % 4)
            return None
    except (DamagedMediaError, TooManyPartsError, IndexError):
        return None
    return None


def show_tile(file: bytearray, tile: int, *, max_parts: int) -> None:
    """Make a tile the picture of the file, in place: the primary item, and not a hidden one."""
    parts = PartsBudget(max_parts)
    for meta in find_boxes(memoryview(file), b"meta", parts=parts):
        for pitm in find_boxes(meta[4:], b"pitm", parts=parts):
            size = 4 if pitm[0] else 2
            pitm[4 : 4 + size] = tile.to_bytes(size, "big")
        for iinf in find_boxes(meta[4:], b"iinf", parts=parts):
            for infe in find_boxes(iinf[8 if iinf[0] else 6 :], b"infe", parts=parts):
                number = infe[4 : 8 if infe[0] == 3 else 6]
                if int.from_bytes(number, "big") == tile:
                    infe[3] &= 0xFE


def _primary_of(meta: memoryview, parts: PartsBudget) -> int:
    for pitm in find_boxes(meta[4:], b"pitm", parts=parts):
        return int.from_bytes(pitm[4 : 8 if pitm[0] else 6], "big")
    raise DamagedMediaError


def _read_grid(grid: Item, items: dict[int, Item], *, quarter_turns: int) -> TileGrid | None:
    reader = ByteReader(memoryview(grid.payload))
    reader.take(1)
    number_size = 4 if reader.number(1) & 1 else 2
    rows, columns = reader.number(1) + 1, reader.number(1) + 1
    width, height = reader.number(number_size), reader.number(number_size)
    kinds = {items[tile].kind for tile in grid.inputs if tile in items}
    if kinds != {b"hvc1"} or not rows * columns == len(grid.inputs) <= MAX_TILES:
        return None
    return TileGrid(columns, width, height, grid.inputs, quarter_turns)
