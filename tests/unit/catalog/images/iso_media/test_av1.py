from __future__ import annotations

import pytest

from catalog.images.iso_media.av1 import read_av1_colours, read_av1_frames
from catalog.images.iso_media.reading import DamagedMediaError, PartsBudget


def frames(payload: bytes) -> list[tuple[int, int]]:
    return read_av1_frames(payload, parts=PartsBudget(100))


def packed(*fields: tuple[int, int]) -> bytes:
    """(value, bits) one after another -> bytes, filled up with zeros."""
    bits = "".join(f"{value:0{width}b}" for value, width in fields if width)
    return int(bits.ljust(-len(bits) // 8 * -8, "0"), 2).to_bytes(-(len(bits) // -8), "big")


def unit(kind: int, content: bytes, *, extension: bytes = b"") -> bytes:
    """An OBU with its length."""
    return (
        bytes([kind << 3 | 2 | (4 if extension else 0)])
        + extension
        + bytes([len(content)])
        + content
    )


def sequence(width: int, height: int, *, timing: bool = False, ids: bool = False) -> bytes:
    """A sequence header in its long form."""
    return unit(
        1,
        packed(
            *((0, 3), (0, 1), (0, 1)),  # profile, still, reduced
            (int(timing), 1),
            *(((1, 32), (25, 32), (0, 1), (1, 1)) if timing else ()),
            *(((9, 5), (1, 32), (9, 5), (7, 5)) if timing else ()),
            (0, 1),  # initial display delay
            (0, 5),  # one operating point
            *((0, 12), (9, 5), (0, 1)),
            *(((1, 1), (0, 10), (0, 10), (0, 1)) if timing else ()),
            *((12, 4), (11, 4), (width - 1, 13), (height - 1, 12)),
            (int(ids), 1),
            *(((3, 4), (2, 3)) if ids else ()),
            *((0, 3), (0, 4)),
            *((1, 1), (0, 2)),  # order hints
            *((0, 1), (0, 1)),  # no screen content, ever
            (7, 3),
        ),
    )


def frame(*, own_size: bool, time_bits: int = 0, id_bits: int = 0) -> bytes:
    """A shown key frame's header."""
    return unit(
        6,
        packed(
            *((0, 1), (0, 2), (1, 1), (0, time_bits)),
            *((0, 1), (0, id_bits), (int(own_size), 1)),
            (0, 40),
        ),
    )


def test_a_frame_is_as_large_as_its_sequence() -> None:
    assert frames(sequence(8_000, 3_000) + frame(own_size=False)) == [(8_000, 3_000)]


@pytest.mark.parametrize("ids", [False, True])
@pytest.mark.parametrize("timing", [False, True])
def test_a_frame_with_a_size_of_its_own_may_be_as_large_as_its_bits_allow(timing, ids) -> None:
    head = sequence(100, 100, timing=timing, ids=ids)
    bits = {"time_bits": 8 if timing else 0, "id_bits": 8 if ids else 0}
    assert frames(head + frame(own_size=True, **bits)) == [(8_192, 4_096)]
    assert frames(head + frame(own_size=False, **bits)) == [(100, 100)]


def test_the_sequence_before_a_frame_decides() -> None:
    stream = sequence(64, 64) + frame(own_size=False) + sequence(5_000, 4_000)
    assert frames(stream + frame(own_size=False)) == [(64, 64), (5_000, 4_000)]


def test_a_shown_again_frame_costs_nothing_new() -> None:
    again = unit(3, packed((1, 1), (0, 31)))
    assert frames(sequence(64, 64) + again) == [(64, 64)]


def test_units_with_extensions_and_without_length_are_read() -> None:
    head = sequence(64, 48)
    endless = bytes([6 << 3]) + frame(own_size=False)[2:]
    extended = unit(5, b"metadata", extension=b"\0")
    assert frames(head + extended + endless) == [(64, 48)]


def test_a_frame_before_any_sequence_is_damaged() -> None:
    with pytest.raises(DamagedMediaError):
        frames(frame(own_size=False))


def test_a_sequence_that_ends_early_is_damaged() -> None:
    for length in range(1, 8):
        with pytest.raises(DamagedMediaError):
            frames(unit(1, sequence(64, 64)[2:][:length]))


def test_colours_are_read_from_a_sequence() -> None:
    described = unit(
        1,
        packed(
            *((0, 3), (1, 1), (1, 1), (0, 5)),  # profile, still, reduced, level
            *((7, 4), (7, 4), (99, 8), (49, 8)),
            *((7, 3), (0, 3)),
            *((0, 1), (0, 1), (1, 1), (12, 8), (16, 8), (6, 8)),  # depth, grey, description
        ),
    )
    assert read_av1_colours(described, parts=PartsBudget(10)) == (12, 16)
    assert read_av1_colours(sequence(640, 480) + b"\0", parts=PartsBudget(10)) is None
