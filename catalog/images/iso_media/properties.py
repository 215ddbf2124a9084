"""Which properties belong to which item (ISO/IEC 23008-12, section 9.3)."""

from __future__ import annotations

from collections import defaultdict

from catalog.images.iso_media.boxes import find_boxes, read_boxes
from catalog.images.iso_media.reading import ByteReader, PartsBudget


def read_properties(
    meta: memoryview, kind: bytes, *, parts: PartsBudget
) -> dict[int, list[memoryview]]:
    """Number of the item -> its properties of a kind, by the item property association box.

    kind: b"hvcC" for the configuration of a decoder, b"colr" for colours.

    Raises DamagedMediaError, TooManyPartsError.
    """
    found: dict[int, list[memoryview]] = defaultdict(list)
    for group in find_boxes(meta[4:], b"iprp", parts=parts):
        properties = [
            box
            for all_of_them in find_boxes(group, b"ipco", parts=parts)
            for box in read_boxes(all_of_them, parts=parts)
        ]
        for association in find_boxes(group, b"ipma", parts=parts):
            for number, index in _associations(association, parts=parts):
                if 0 < index <= len(properties) and properties[index - 1][0] == kind:
                    found[number].append(properties[index - 1][1])
    return found


def _associations(ipma: memoryview, *, parts: PartsBudget) -> list[tuple[int, int]]:
    """(number of the item, number of the property from 1)."""
    reader = ByteReader(ipma)
    number_size = 4 if reader.number(1) else 2
    index_size = 2 if reader.number(3) & 1 else 1
    pairs = []
    for _ in range(reader.number(4)):
        number, count = reader.number(number_size), reader.number(1)
        parts.spend(count + 1)
        for _ in range(count):
            # The highest bit says whether a decoder must know the property.
            index = reader.number(index_size) & (1 << 8 * index_size - 1) - 1
            pairs.append((number, index))
    return pairs
