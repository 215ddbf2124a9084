"""The chunks of which a PNG is made (PNG 3rd edition, section 5.3)."""

from __future__ import annotations

from collections.abc import Iterator

SIGNATURE_BYTES = 8


def png_chunks(data: bytes, *, limit: int) -> Iterator[int]:
    """Offsets of the chunks of a PNG, one more than `limit` at most."""
    position = SIGNATURE_BYTES
    for _chunk in range(limit + 1):
        if position + 12 > len(data):
            return
        yield position
        position += 12 + int.from_bytes(data[position : position + 4], "big")


def find_png_chunk(data: bytes, kind: bytes, *, limit: int = 1_000) -> bytes | None:
    """The content of the first chunk of a kind that stands before the pixels; None without one."""
    for position in png_chunks(data, limit=limit):
        name = data[position + 4 : position + 8]
        size = int.from_bytes(data[position : position + 4], "big")
        if name == kind:
            return data[position + 8 : position + 8 + size]
        if name == b"IDAT":
            return None
    return None
