"""What an AVIF says about its colours: the `nclx` of its picture (ISO/IEC 14496-12, 12.1.5)."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.images.iso_media.av1 import read_av1_colours
from catalog.images.iso_media.boxes import find_boxes, read_boxes
from catalog.images.iso_media.items import read_items
from catalog.images.iso_media.properties import read_properties
from catalog.images.iso_media.reading import (
    ByteReader,
    DamagedMediaError,
    PartsBudget,
    TooManyPartsError,
)
from catalog.images.iso_media.tracks import TABLE, read_first_samples

VISUAL_SAMPLE_ENTRY = 78  # bytes before the boxes of a track's description (12.1.3)
CodePoints = tuple[int, int]
"""Primaries and transfer characteristics of ITU-T H.273."""


def read_avif_colours(data: bytes, *, max_parts: int) -> CodePoints | None:
    """The code points of the picture that is shown: the container's, else those of its frame.

    None where neither says any, or where the file cannot be followed so far.
    """
    try:
        return next(_find(memoryview(data), PartsBudget(max_parts)), None)
    except (DamagedMediaError, TooManyPartsError):
        return None


def _find(file: memoryview, parts: PartsBudget) -> Iterator[CodePoints]:
    for meta in find_boxes(file, b"meta", parts=parts):
        primary = _primary_item(meta, parts)
        items = read_items(file, meta, parts=parts)
        said = read_properties(meta, b"colr", parts=parts)
        # Of a grid the tiles may say what the grid does not.
        shown = [primary, *(items[primary].inputs[:1] if primary in items else ())]
        for number in shown:
            yield from _code_points(said.get(number, []))
        for number in shown:
            if number in items and items[number].kind == b"av01":
                yield from _known(read_av1_colours(items[number].payload, parts=parts))
    for description in find_boxes(file, *TABLE, b"stsd", parts=parts):
        for _, entry in read_boxes(description[8:], parts=parts):
            boxes = read_boxes(entry[VISUAL_SAMPLE_ENTRY:], parts=parts)
            yield from _code_points([box for kind, box in boxes if kind == b"colr"])
    for sample in read_first_samples(file, parts=parts):
        yield from _known(read_av1_colours(sample, parts=parts))


def _primary_item(meta: memoryview, parts: PartsBudget) -> int:
    for box in find_boxes(meta[4:], b"pitm", parts=parts):
        reader = ByteReader(box)
        size = 4 if reader.number(1) else 2
        reader.take(3)
        return reader.number(size)
    return 0


def _code_points(boxes: list[memoryview]) -> Iterator[CodePoints]:
    for box in boxes:
        reader = ByteReader(box)
        if bytes(reader.take(4)) == b"nclx":
            yield reader.number(2), reader.number(2)


def _known(said: CodePoints | None) -> Iterator[CodePoints]:
    if said is not None:
        yield said
