from __future__ import annotations

import pytest

from catalog.images.iso_media.boxes import find_boxes
from catalog.images.iso_media.hevc import read_hevc_configuration, read_hevc_stream
from catalog.images.iso_media.reading import DamagedMediaError, PartsBudget


@pytest.fixture(scope="module")
def configuration(photo, saved) -> memoryview:
    data = memoryview(saved(photo, "HEIF"))
    meta = next(find_boxes(data, b"meta", parts=PartsBudget(99)))
    return next(find_boxes(meta[4:], b"iprp", b"ipco", b"hvcC", parts=PartsBudget(99)))


def parameter_set(configuration: memoryview) -> bytes:
    """The SPS in an hvcC box: a NAL unit of type 33."""
    data = bytes(configuration)
    start = data.index(b"\x42\x01\x01")
    return data[start : start + int.from_bytes(data[start - 2 : start], "big")]


def test_the_configuration_announces_the_size(configuration) -> None:
    assert read_hevc_configuration(configuration, parts=PartsBudget(99)) == [(96, 64)]


def test_a_size_inside_the_stream_is_read_and_pictures_are_counted(configuration) -> None:
    sps = parameter_set(configuration)
    units = [sps, b"\x28\x01\xaf", b"\x28\x01\x2f", b"\x28\x01\xaf", b"\x02\x01\x80"]
    stream = b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)
    # Two slices that begin a picture, one that goes on with it, one of another type.
    assert read_hevc_stream(stream, parts=PartsBudget(99)) == ([(96, 64)], 3)
    assert read_hevc_stream(stream[:-1], parts=PartsBudget(99)) == ([(96, 64)], 2)


def test_units_of_other_layers_are_passed_over(configuration) -> None:
    sps = bytearray(parameter_set(configuration))
    sps[1] |= 8  # nuh_layer_id 1
    stream = len(sps).to_bytes(4, "big") + bytes(sps)
    assert read_hevc_stream(stream, parts=PartsBudget(99)) == ([], 0)


def test_a_configuration_that_ends_early_is_damaged(configuration) -> None:
    for length in range(23, len(configuration) - 1, 7):
        with pytest.raises(DamagedMediaError):
            read_hevc_configuration(configuration[:length], parts=PartsBudget(99))


def test_what_a_window_hides_is_counted() -> None:
    """A picture cut to fill its last block is as large as it shows; one cut by more is not."""

    def sps(cut: int) -> bytes:
        def golomb(value: int) -> str:
            return f"{value + 1:0{2 * (value + 1).bit_length() - 1}b}"

        bits = "0000" + "000" + "0" + "1" * 96  # no sub-layers, then profile and level
        bits += golomb(0) + golomb(1) + golomb(4_096) + golomb(2_048)
        bits += "1" + golomb(0) + golomb(cut) + golomb(0) + golomb(0)
        bits = bits.ljust(len(bits) + -len(bits) % 8, "0") + "0" * 32
        return b"\x42\x01" + int(bits, 2).to_bytes(len(bits) // 8, "big")

    def sizes(cut: int) -> list[tuple[int, int]]:
        unit = sps(cut)
        return read_hevc_stream(len(unit).to_bytes(4, "big") + unit, parts=PartsBudget(9))[0]

    assert sizes(4) == [(4_088, 2_048)]
    assert sizes(1_000) == [(4_096, 2_048)]
