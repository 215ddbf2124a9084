"""What AVIF and HEIC hold is measured in their frames, whatever their container says."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from catalog.images.iso_media import (
    DamagedMediaError,
    TooManyPartsError,
    outline_iso_media,
)
from catalog.images.validation import CATALOG_LIMITS, PictureRefusedError, decode, validate_picture

SMALL = replace(CATALOG_LIMITS, max_pixels=250_000, max_heic_pixels=250_000)
MEMORY_GROWTH = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure()
from catalog.images.validation import PictureRefusedError, validate_picture

def peak_kb():
    fields = Path("/proc/self/status").read_text().split()
    return int(fields[fields.index("VmHWM:") + 1])

data = sys.stdin.buffer.read()
Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
before = peak_kb()
try:
    validate_picture(data)
    code = "accepted"
except PictureRefusedError as refusal:
    code = refusal.code
print(code, peak_kb() - before)
"""


def outline(data: bytes, max_parts: int = 20_000):
    return outline_iso_media(data, max_parts=max_parts)


@pytest.fixture
def no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no decoder see a file: whatever is refused is refused before."""

    def decode_it(*arguments):
        raise AssertionError("decoded")

    for kind in ("AVIF", "HEIF"):
        monkeypatch.setitem(decode.OPENERS, kind, decode_it)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(96, 64), (17, 33), (500, 300), (1_000, 20)])
@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_frames_of_honest_files_are_as_large_as_they_say(photo, saved, kind, size, mode) -> None:
    found = outline(saved(photo.convert(mode).resize(size), kind))
    smallest = 64 if kind == "HEIF" else 1  # px; x265 fills up what is smaller
    width, height = (max(side, smallest) for side in size)
    assert found.sizes == {(width, height)}
    assert found.decoded_pixels == width * height


@pytest.mark.parametrize(
    "options",
    [{"subsampling": "4:4:4"}, {"speed": 10, "quality": 30}, {"tile_rows": 1, "tile_cols": 1}],
)
def test_frames_of_avif_are_measured_however_they_were_coded(photo, saved, options) -> None:
    assert outline(saved(photo.resize((300, 200)), "AVIF", **options)).sizes == {(300, 200)}


def test_frames_of_a_moving_avif_are_measured(photo, saved) -> None:
    others = [Image.new("RGB", photo.size, (0, 0, shade)) for shade in range(0, 250, 50)]
    data = saved(photo, "AVIF", save_all=True, append_images=others)
    # Its tracks alone: without the box of items that such a file has as well.
    assert outline(data.replace(b"meta", b"free", 1)).sizes == {photo.size}


@pytest.mark.parametrize(("kind", "name"), [("AVIF", "AVIF"), ("HEIF", "HEIC")])
def test_a_picture_larger_than_it_says_is_refused_undecoded(
    photo, saved, lying, no_decoder, kind, name
) -> None:
    data = lying(saved(photo.resize((600, 500)), kind), 100, 100)
    with pytest.raises(PictureRefusedError) as refused:
        validate_picture(data, limits=SMALL)
    assert str(refused.value) == f"{name} is 600 x 500; at most 0.25 megapixels."
    assert refused.value.code == "too_many_pixels"


def test_a_moving_picture_larger_than_it_says_is_refused_undecoded(
    photo, saved, lying, no_decoder
) -> None:
    large = photo.resize((600, 500))
    data = lying(
        saved(large, "AVIF", save_all=True, append_images=[photo.resize((600, 500))]), 9, 9
    )
    with pytest.raises(PictureRefusedError, match=r"AVIF is 600 x 500; at most 0\.25 megapixels\."):
        validate_picture(data.replace(b"meta", b"free", 1), limits=SMALL)


def test_a_picture_larger_than_it_says_takes_no_memory(saved, lying) -> None:
    """26 megapixels in about 1 kB; decoding them took 390 MB."""
    data = lying(saved(Image.new("RGB", (5_200, 5_010)), "AVIF", speed=10), 1_000, 1_000)
    assert len(data) < 3_000
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY_GROWTH], input=data, capture_output=True, check=True
    )
    code, kilobytes = ran.stdout.split()
    assert code == b"too_many_pixels"
    assert int(kilobytes) < 20_000


def test_a_tile_costs_each_time_it_is_drawn(photo, saved, avif, stream, no_decoder) -> None:
    tile = stream(saved(photo.resize((400, 500)), "AVIF"))
    assert outline(avif(tile, tiles=5)).decoded_pixels == 5 * 200_000
    with pytest.raises(PictureRefusedError) as refused:
        validate_picture(avif(tile, tiles=6), limits=SMALL)
    assert str(refused.value) == ("AVIF is made of 1.2 megapixels of tiles and frames; at most 1.")


def test_frames_of_one_picture_are_counted_together(photo, saved, avif, stream) -> None:
    payload = stream(saved(photo, "AVIF"))
    assert outline(avif(payload * 100)).decoded_pixels == 100 * 96 * 64


def test_a_large_grid_of_small_tiles_is_refused(photo, saved, avif, stream, no_decoder) -> None:
    data = avif(stream(saved(photo, "AVIF")), tiles=2, size=(9_000, 9_000))
    hidden = data.replace((9_000).to_bytes(4, "big") * 2, (90).to_bytes(4, "big") * 2)
    with pytest.raises(PictureRefusedError, match=r"AVIF is 9000 x 9000; at most 25 megapixels\."):
        validate_picture(hidden)


@pytest.mark.parametrize("chain", [[2], [3, 2], [3, 4, 5, 6, 7, 8, 1]])
def test_items_drawn_in_a_ring_or_a_long_chain_are_damaged(
    photo, saved, avif, stream, chain
) -> None:
    with pytest.raises(DamagedMediaError):
        outline(avif(stream(saved(photo, "AVIF")), chain=chain))


def test_a_flood_of_parts_is_not_walked(photo, saved, avif, stream) -> None:
    payload = stream(saved(photo, "AVIF"))
    floods = [
        avif(payload, tiles=30_000),
        avif(b"\x2a\0" * 1_000_000 + payload),
        saved(photo, "AVIF") + b"\0\0\0\x08free" * 1_000_000,
        b"\0\0\0\x1cftypavif" + bytes(16) + b"\0\0\0\x08meta" * 500_000,
    ]
    for flood in floods:
        with pytest.raises(TooManyPartsError):
            outline(flood)
    with pytest.raises(PictureRefusedError, match=r"AVIF has over 20,000 parts; use fewer\."):
        validate_picture(floods[0])


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_a_file_cut_anywhere_is_damaged_or_whole(photo, saved, kind) -> None:
    data = saved(photo, kind)
    for length in range(len(data)):
        try:
            assert outline(data[:length]).sizes == {photo.size}
        except DamagedMediaError:
            continue
