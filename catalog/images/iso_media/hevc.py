"""How large the pictures of an HEVC stream are (ITU-T H.265, section 7.3)."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.images.iso_media.reading import BitReader, ByteReader, PartsBudget

LAST_SLICE_TYPE, SEQUENCE_PARAMETER_SET = 31, 33  # nal_unit_type
LARGEST_BLOCK = 64  # px
HEADER_BYTES = 1_024  # of a parameter set: the size stands in its first 100 bytes


def read_hevc_configuration(hvcc: memoryview, *, parts: PartsBudget) -> list[tuple[int, int]]:
    """Sizes in px that an hvcC box announces (ISO/IEC 14496-15, 8.3.3.1.2)."""
    reader = ByteReader(hvcc)
    reader.take(22)
    sizes: list[tuple[int, int]] = []
    for _ in range(reader.number(1)):
        reader.take(1)
        for _ in range(reader.number(2)):
            parts.spend()
            unit = bytes(reader.take(reader.number(2))[:HEADER_BYTES])
            if _kind_of(unit) == SEQUENCE_PARAMETER_SET:
                sizes.append(_read_size(unit))
    return sizes


def read_hevc_stream(payload: bytes, *, parts: PartsBudget) -> tuple[list[tuple[int, int]], int]:
    """Sizes in px that a stream announces itself, and how many pictures begin in it."""
    sizes: list[tuple[int, int]] = []
    pictures = 0
    for unit in _units(payload, parts=parts):
        kind = _kind_of(unit)
        if kind == SEQUENCE_PARAMETER_SET:
            sizes.append(_read_size(unit))
        elif 0 <= kind <= LAST_SLICE_TYPE and unit[2:3] >= b"\x80":  # first slice of its picture
            pictures += 1
    return sizes, pictures


def _units(payload: bytes, *, parts: PartsBudget) -> Iterator[bytes]:
    """The beginnings of the NAL units, each after its length in 4 bytes, up to what is none."""
    position = 0
    while position + 4 <= len(payload):
        parts.spend()
        size = int.from_bytes(payload[position : position + 4], "big")
        if position + 4 + size > len(payload):
            return
        yield payload[position + 4 : position + 4 + min(size, HEADER_BYTES)]
        position += 4 + size


def _kind_of(unit: bytes) -> int:
    """nal_unit_type; -1 for a unit of another layer, which decoders of pictures pass over."""
    if len(unit) < 3 or (unit[0] & 1) << 5 | unit[1] >> 3:
        return -1
    return unit[0] >> 1 & 63


def _read_size(unit: bytes) -> tuple[int, int]:
    """Sequence parameter set (7.3.2.2) -> width and height in px."""
    bits = BitReader(unit[2:].replace(b"\0\0\3", b"\0\0"))  # emulation prevention (7.4.2)
    bits.number(4)
    layers = bits.number(3)
    bits.number(1 + 88 + 8)  # profile_tier_level() (7.3.3)
    present = [(bits.flag(), bits.flag()) for _ in range(layers)]
    if layers:
        bits.number(2 * (8 - layers))
    for profile, level in present:
        bits.number(88 * profile + 8 * level)
    bits.exp_golomb()  # number of the set
    chroma = bits.exp_golomb()
    if chroma == 3:  # colours at full size
        bits.number(1)
    width, height = bits.exp_golomb(), bits.exp_golomb()
    if not bits.flag():  # conformance window: what is cut off at the left, right, top and bottom
        return width, height
    left, right, top, bottom = (bits.exp_golomb() for _ in range(4))
    cut_x = (left + right) * (2 if chroma in (1, 2) else 1)
    cut_y = (top + bottom) * (2 if chroma == 1 else 1)
    # Cut to fill up the last block: no reason to refuse a picture. More is decoded and hidden.
    if max(cut_x, cut_y) >= LARGEST_BLOCK:
        return width, height
    return width - cut_x, height - cut_y
