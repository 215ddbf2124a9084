"""What decoding an AVIF or HEIC will cost, read from its frames rather than from its container."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.images.iso_media.av1 import read_av1_frames
from catalog.images.iso_media.boxes import find_boxes
from catalog.images.iso_media.hevc import read_hevc_configuration, read_hevc_stream
from catalog.images.iso_media.items import Item, read_items
from catalog.images.iso_media.properties import read_properties
from catalog.images.iso_media.reading import (
    ByteReader,
    DamagedMediaError,
    PartsBudget,
)
from catalog.images.iso_media.tracks import read_first_samples

# "ispe", the item property that announces a size (ISO/IEC 23008-12, 6.5.3).
IMAGE_SPATIAL_EXTENTS = re.compile(rb"ispe.{4}(.{4})(.{4})", re.DOTALL)
MAX_DEPTH = 4  # items drawn from items drawn from items; cameras write one step
# Items that are drawn from others, and the bytes between their flags and their size: rows and
# columns of a grid (6.6.2.3), the background of an overlay (6.6.2.2).
CANVASES = {b"grid": 2, b"iovl": 8}
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class IsoMediaOutline:
    """What the frames of an AVIF or HEIC cost."""

    sizes: frozenset[Size]
    """Width and height in px of every coded frame or tile, and of every grid of them."""
    decoded_pixels: int
    """All that is decoded for the dearest picture in the file, a tile as often as it is drawn."""


def announced_sizes(data: bytes, *, max_parts: int) -> frozenset[Size]:
    """All sizes in px that the container announces for its items; raises TooManyPartsError."""
    found = (
        IMAGE_SPATIAL_EXTENTS.findall(meta)
        for meta in find_boxes(memoryview(data), b"meta", parts=PartsBudget(max_parts))
    )
    return frozenset(
        (int.from_bytes(width, "big"), int.from_bytes(height, "big"))
        for each in found
        for width, height in each
    )


def outline_iso_media(data: bytes, *, max_parts: int) -> IsoMediaOutline:
    """Read the sizes of the coded frames of a picture file.

    The container's own word is not enough: decoders allocate what the frames say, and scale it
    down to what the container says; 2 kB of AVIF so came to 16,000 x 16,000 px, 363 MB and 4 s.
    Raises DamagedMediaError for a file in which no frame is found, and TooManyPartsError.
    """
    file, parts = memoryview(data), PartsBudget(max_parts)
    sizes: set[Size] = set()
    costs = [0]
    for sample in read_first_samples(file, parts=parts):
        frames = read_av1_frames(sample, parts=parts)
        sizes.update(frames)
        costs.append(_pixels(frames))
    for meta in find_boxes(file, b"meta", parts=parts):
        items = read_items(file, meta, parts=parts)
        configurations = read_properties(meta, b"hvcC", parts=parts)
        coded: dict[int, int] = {}
        for number, item in items.items():
            frames = _frames_of(item, configurations.get(number, []), parts=parts)
            sizes.update(frames)
            coded[number] = _pixels(frames) if item.kind not in CANVASES else 0
        known: dict[tuple[int, int], int] = {}
        costs += [_cost_of(number, items, coded, known, depth=0) for number in items]
    if not max(costs):
        raise DamagedMediaError
    return IsoMediaOutline(frozenset(sizes), max(costs))


def _frames_of(item: Item, configurations: list[memoryview], *, parts: PartsBudget) -> list[Size]:
    """The sizes of all frames that an item holds; a grid's own size, and nothing for metadata.

    Raises DamagedMediaError for a coded item in which no frame is found: a decoder that found one
    all the same would find one that nobody has measured.
    """
    frames: list[Size] = []
    if item.kind == b"av01":
        frames = read_av1_frames(item.payload, parts=parts)
    elif item.kind in (b"hvc1", b"hev1"):
        sizes, pictures = read_hevc_stream(item.payload, parts=parts)
        for box in configurations:
            sizes += read_hevc_configuration(box, parts=parts)
        if sizes:
            frames = [max(sizes, key=lambda size: size[0] * size[1])] * pictures
    elif item.kind in CANVASES:
        reader = ByteReader(memoryview(item.payload))
        reader.take(1)
        number_size = 4 if reader.number(1) & 1 else 2
        reader.take(CANVASES[item.kind])
        frames = [(reader.number(number_size), reader.number(number_size))]
    else:
        return []
    if not frames:
        raise DamagedMediaError
    return frames


def _cost_of(
    number: int,
    items: dict[int, Item],
    coded: dict[int, int],
    known: dict[tuple[int, int], int],
    *,
    depth: int,
) -> int:
    """Pixels that are decoded to draw an item, those of its inputs each time they are drawn."""
    if depth > MAX_DEPTH:  # a ring among them
        raise DamagedMediaError
    item = items.get(number)
    if item is None:
        return 0
    if (number, depth) not in known:
        known[number, depth] = coded[number] + sum(
            _cost_of(each, items, coded, known, depth=depth + 1) for each in item.inputs
        )
    return known[number, depth]


def _pixels(frames: list[Size]) -> int:
    return sum(width * height for width, height in frames)
