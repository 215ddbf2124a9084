"""A GIF without the extensions that Pillow would read byte by byte (GIF89a specification)."""

from __future__ import annotations

EXTENSION, GRAPHIC_CONTROL = 0x21, 0xF9


def without_extensions(data: bytes) -> bytes:
    """Drop comments and the like before a GIF's first frame, keeping its transparent colour.

    Pillow joins comment blocks one by one: 10 MB of them would take minutes.
    """
    start = 13 + (3 << (data[10] & 7) + 1 if len(data) > 10 and data[10] & 0x80 else 0)
    position, control = start, b""
    while data[position : position + 1] == bytes([EXTENSION]):
        end = _end_of_blocks(data, position + 2)
        if data[position + 1 : position + 2] == bytes([GRAPHIC_CONTROL]):
            control = data[position:end]
        position = end
    return data[:start] + control + data[position:]


def _end_of_blocks(data: bytes, position: int) -> int:
    """The offset after a chain of sub-blocks, each led by its length and the last of length 0."""
    while position < len(data) and data[position]:
        position += data[position] + 1
    return position + 1
