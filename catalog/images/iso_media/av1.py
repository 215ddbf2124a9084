"""How large the frames of an AV1 stream are (AV1 Bitstream & Decoding Process, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.images.iso_media.reading import (
    BitReader,
    DamagedMediaError,
    PartsBudget,
)

SEQUENCE_HEADER, FRAME_HEADER, FRAME = 1, 3, 6  # types of an OBU, the unit of a stream
KEY_FRAME, SWITCH_FRAME = 0, 3
CHOSEN_PER_FRAME = 2
# A header takes 20 bytes or so; of a frame, which follows its own header, no more is read.
HEADER_BYTES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sequence:
    """The fields of a sequence header (5.5) that say how large frames are, or where that stands."""

    reduced: bool
    width_bits: int
    height_bits: int
    width: int
    height: int
    presentation_time_bits: int
    frame_id_bits: int
    screen_content: int
    integer_mv: int
    colours: tuple[int, int] | None
    """Primaries and transfer of ITU-T H.273, where the header describes them."""


def read_av1_frames(payload: bytes, *, parts: PartsBudget) -> list[tuple[int, int]]:
    """Width and height in px of every frame in a stream of OBUs, as far as it can be decoded.

    The largest size is given that a frame may have where it has one of its own (frame_size() after
    frame_size_override_flag). Raises DamagedMediaError, TooManyPartsError.
    """
    sequence: _Sequence | None = None
    frames: list[tuple[int, int]] = []
    for kind, content in _units(payload, parts=parts):
        if kind == SEQUENCE_HEADER:
            sequence = _read_sequence(BitReader(content[:HEADER_BYTES]))
        elif kind in (FRAME, FRAME_HEADER):
            if sequence is None:
                raise DamagedMediaError
            if _has_own_size(BitReader(content[:HEADER_BYTES]), sequence):
                frames.append((1 << sequence.width_bits, 1 << sequence.height_bits))
            else:
                frames.append((sequence.width, sequence.height))
    return frames


def read_av1_colours(payload: bytes, *, parts: PartsBudget) -> tuple[int, int] | None:
    """Primaries and transfer (ITU-T H.273) of a stream's first sequence, where it says them.

    Raises DamagedMediaError, TooManyPartsError.
    """
    for kind, content in _units(payload, parts=parts):
        if kind == SEQUENCE_HEADER:
            return _read_sequence(BitReader(content[:HEADER_BYTES])).colours
    return None


def _units(payload: bytes, *, parts: PartsBudget) -> Iterator[tuple[int, bytes]]:
    """OBUs (5.3): (type, content); ends at what is none, as decoders do."""
    position = 0
    while position < len(payload):
        parts.spend()
        header = payload[position]
        position += 2 if header & 4 else 1  # with or without its extension
        size = len(payload) - position
        if header & 2:
            size, position = _leb128(payload, position)
        if header & 128 or position + size > len(payload):
            return
        yield header >> 3 & 15, payload[position : position + size]
        position += size


def _leb128(payload: bytes, position: int) -> tuple[int, int]:
    """A number of 7 bits a byte (4.10.5), and where it ends."""
    value = 0
    for index, byte in enumerate(payload[position : position + 8]):
        value |= (byte & 127) << 7 * index
        if byte < 128:
            return value, position + index + 1
    raise DamagedMediaError


def _read_sequence(bits: BitReader) -> _Sequence:
    profile = bits.number(3)
    bits.number(1)  # whether it is a still picture
    reduced = bits.flag()
    presentation_time_bits = 0
    if reduced:
        bits.number(5)  # level
    else:
        presentation_time_bits = _read_timing(bits)
    width_bits, height_bits = bits.number(4) + 1, bits.number(4) + 1
    width, height = bits.number(width_bits) + 1, bits.number(height_bits) + 1
    frame_id_bits = 0
    if not reduced and bits.flag():
        frame_id_bits = bits.number(4) + 2 + bits.number(3) + 1
    bits.number(3)  # size of superblocks and two filters
    screen_content = integer_mv = CHOSEN_PER_FRAME
    order_hints = False
    if not reduced:
        bits.number(4)  # ways to compound and warp
        order_hints = bits.flag()
        if order_hints:
            bits.number(2)
        screen_content = CHOSEN_PER_FRAME if bits.flag() else bits.number(1)
        if screen_content:
            integer_mv = CHOSEN_PER_FRAME if bits.flag() else bits.number(1)
    return _Sequence(
        reduced=reduced,
        width_bits=width_bits,
        height_bits=height_bits,
        width=width,
        height=height,
        presentation_time_bits=presentation_time_bits,
        frame_id_bits=frame_id_bits,
        screen_content=screen_content,
        integer_mv=integer_mv,
        colours=_read_colours(bits, profile=profile, order_hints=order_hints),
    )


def _read_colours(bits: BitReader, *, profile: int, order_hints: bool) -> tuple[int, int] | None:
    """The description of colours in color_config() (5.5.2); None without it, or before its end."""
    try:
        bits.number(3 * order_hints + 3)  # super-resolution and two more filters
        deep = bits.flag()
        if profile == 2 and deep:
            bits.number(1)  # 10 or 12 bits
        if profile != 1:
            bits.number(1)  # whether it is grey
        return (bits.number(8), bits.number(8)) if bits.flag() else None
    except DamagedMediaError:
        return None


def _read_timing(bits: BitReader) -> int:
    """Timing and operating points; how many bits each frame spends on when it is shown."""
    presentation_time_bits = delay_bits = 0
    if bits.flag():  # timing_info()
        bits.number(64)
        equal_interval = bits.flag()
        if equal_interval:
            bits.exp_golomb()
        if bits.flag():  # decoder_model_info()
            delay_bits = bits.number(5) + 1
            bits.number(37)
            presentation_time_bits = 0 if equal_interval else bits.number(5) + 1
            if equal_interval:
                bits.number(5)
    initial_delay = bits.flag()
    for _ in range(bits.number(5) + 1):
        bits.number(12)
        if bits.number(5) > 7:  # level, which decides whether there is a tier
            bits.number(1)
        if delay_bits and bits.flag():
            bits.number(2 * delay_bits + 1)
        if initial_delay and bits.flag():
            bits.number(4)
    return presentation_time_bits


def _has_own_size(bits: BitReader, sequence: _Sequence) -> bool:
    """Whether a frame's header (5.9.2) announces a size other than its sequence's."""
    if sequence.reduced or bits.flag():  # show_existing_frame: nothing new is decoded
        return False
    kind, shown = bits.number(2), bits.flag()
    if shown:
        bits.number(sequence.presentation_time_bits)
    else:
        bits.number(1)
    if kind == SWITCH_FRAME:
        return True
    if not (kind == KEY_FRAME and shown):
        bits.number(1)  # error resilience
    bits.number(1)  # whether probabilities are updated
    screen_content = sequence.screen_content
    if screen_content == CHOSEN_PER_FRAME:
        screen_content = bits.number(1)
    if screen_content and sequence.integer_mv == CHOSEN_PER_FRAME:
        bits.number(1)
    bits.number(sequence.frame_id_bits)
    return bits.flag()
