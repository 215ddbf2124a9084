"""The boxes of which an ISO base media file is made (ISO/IEC 14496-12, section 4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.images.iso_media.reading import PartsBudget


def read_boxes(data: memoryview, *, parts: PartsBudget) -> Iterator[tuple[bytes, memoryview]]:
    """Walk the boxes that lie side by side in `data`: (type of 4 bytes, content).

    A box that pretends to be longer than its surroundings ends with them, and is the last; one
    that is too short for its own header ends the walk. Raises TooManyPartsError.
    """
    position = 0
    while position + 8 <= len(data):
        parts.spend()
        size, header = int.from_bytes(data[position : position + 4], "big"), 8
        kind = bytes(data[position + 4 : position + 8])
        if size == 1:  # the length needs 64 bits, or pretends to
            size, header = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        elif size == 0:  # this box takes the rest of the file
            size = len(data) - position
        if size < header:
            return
        yield kind, data[position + header : position + size]
        position += size


def find_boxes(data: memoryview, *path: bytes, parts: PartsBudget) -> Iterator[memoryview]:
    """The contents of all boxes at a path: b"moov", b"trak" -> each track of each movie."""
    for kind, content in read_boxes(data, parts=parts):
        if kind != path[0]:
            continue
        if len(path) == 1:
            yield content
        else:
            yield from find_boxes(content, *path[1:], parts=parts)
