"""The first frame of each track of an AVIF that moves (ISO/IEC 14496-12, section 8)."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.images.iso_media.boxes import find_boxes
from catalog.images.iso_media.reading import ByteReader, PartsBudget

TABLE = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


def read_first_samples(file: memoryview, *, parts: PartsBudget) -> Iterator[bytes]:
    """The bytes of what each AV1 track shows first; nothing else of it is ever decoded.

    Raises DamagedMediaError, TooManyPartsError.
    """
    for table in find_boxes(file, *TABLE, parts=parts):
        kinds = [bytes(box[12:16]) for box in find_boxes(table, b"stsd", parts=parts)]
        if b"av01" not in kinds:
            continue
        size = offset = 0
        for box in find_boxes(table, b"stsz", parts=parts):
            reader = ByteReader(box[4:])
            size = reader.number(4)  # of every sample, or 0 and a list
            if not size and reader.number(4):
                size = reader.number(4)
        for name, width in ((b"stco", 4), (b"co64", 8)):
            for box in find_boxes(table, name, parts=parts):
                reader = ByteReader(box[4:])
                offset = reader.number(width) if reader.number(4) else offset
        yield bytes(file[offset : offset + size])
