"""The items of a picture file: coded pictures, and what is drawn from them (ISO/IEC 23008-12)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from catalog.images.iso_media.boxes import find_boxes, read_boxes
from catalog.images.iso_media.reading import (
    ByteReader,
    DamagedMediaError,
    PartsBudget,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `inputs` are the items from which a grid or an overlay is drawn, with repeats."""

    kind: bytes
    payload: bytes
    inputs: tuple[int, ...]


def read_items(file: memoryview, meta: memoryview, *, parts: PartsBudget) -> dict[int, Item]:
    """The items that a meta box lists: number of the item -> Item.

    file: all of the file, into which items point. Raises DamagedMediaError, TooManyPartsError.
    """
    content: dict[bytes, memoryview] = {}
    for kind, box in read_boxes(meta[4:], parts=parts):  # 4 bytes of version and flags
        # Decoders refuse a second one; so that none of them hides, so do we.
        if kind in (b"iloc", b"iinf", b"iref", b"idat") and kind in content:
            raise DamagedMediaError
        content[kind] = box
    kinds = _read_kinds(content.get(b"iinf", memoryview(b"")), parts)
    inputs = _read_inputs(content.get(b"iref", memoryview(b"")), parts)
    payloads = _read_payloads(
        content.get(b"iloc", memoryview(b"")), file, content.get(b"idat", memoryview(b"")), parts
    )
    return {
        number: Item(kind, payloads.get(number, b""), tuple(inputs[number]))
        for number, kind in kinds.items()
    }


def _read_kinds(iinf: memoryview, parts: PartsBudget) -> dict[int, bytes]:
    """Item information box: number of the item -> its type, such as av01, hvc1 or grid."""
    kinds: dict[int, bytes] = {}
    header = 6 if not iinf or iinf[0] == 0 else 8  # version, flags and the count of entries
    for entry in find_boxes(iinf[header:], b"infe", parts=parts):
        reader = ByteReader(entry)
        version = reader.number(1)
        reader.take(3)
        if version not in (2, 3):
            continue  # older ones have no type, and so can be no picture
        number = reader.number(2 if version == 2 else 4)
        reader.take(2)
        parts.spend()
        kinds[number] = bytes(reader.take(4))
    return kinds


def _read_inputs(iref: memoryview, parts: PartsBudget) -> dict[int, list[int]]:
    """Item reference box: number of a drawn item -> those that it is drawn from ("dimg")."""
    inputs: dict[int, list[int]] = defaultdict(list)
    size = 2 if not iref or iref[0] == 0 else 4
    for kind, box in read_boxes(iref[4:], parts=parts):
        if kind != b"dimg":
            continue
        reader = ByteReader(box)
        number, count = reader.number(size), reader.number(2)
        parts.spend(count)
        inputs[number] += [reader.number(size) for _ in range(count)]
    return inputs


def _read_payloads(
    iloc: memoryview, file: memoryview, idat: memoryview, parts: PartsBudget
) -> dict[int, bytes]:
    """Item location box (ISO/IEC 14496-12, 8.11.3): number of the item -> its bytes, put together.

    An item longer than the file repeats itself, which decoders refuse as well.
    """
    if not iloc:
        return {}
    reader = ByteReader(iloc)
    version = reader.number(1)
    reader.take(3)
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    number_size = 4 if version == 2 else 2
    payloads: dict[int, bytes] = {}
    total = 0
    for _ in range(reader.number(number_size)):
        number = reader.number(number_size)
        method = reader.number(2) & 15 if version else 0
        reader.take(2)  # which file: always this one
        base = reader.number(base_size)
        count = reader.number(2)
        parts.spend(count + 1)
        pieces: list[memoryview] = []
        for _ in range(count):
            reader.take(index_size)
            start = base + reader.number(offset_size)
            length = reader.number(length_size)
            source = idat if method == 1 else file
            # No length means all the rest.
            pieces.append(source[start : start + length] if length else source[start:])
        total += sum(map(len, pieces))
        # An honest file lists hardly any byte twice; one that does so often would cost its size
        # each time.
        if total > 4 * len(file) or number in payloads or method > 1:
            raise DamagedMediaError
        payloads[number] = b"".join(pieces)
    return payloads
