"""Colours without a profile. What is expected is what Chromium 143 shows of the same files."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageCms

from catalog.images.validation import validate_picture

P3_SHOWN = [
    *((240, 0, 0), (0, 153, 44), (29, 71, 208), (248, 198, 0)),
    *((128, 128, 128), (230, 230, 230), (30, 30, 30), (191, 106, 61)),
]
LINEAR_SHOWN = [
    *((239, 110, 96), (96, 202, 133), (110, 143, 229), (248, 229, 133)),
    *((188, 188, 188), (244, 244, 244), (96, 96, 96), (219, 176, 143)),
]
P3_POINTS = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)

SRGB_PROFILE = zlib.compress(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
ICCP = (b"iCCP", b"sRGB\0\0" + SRGB_PROFILE)
SRGB = (b"sRGB", b"\0")


def cicp(primaries: int, transfer: int, *, matrix: int = 0, full: int = 1) -> tuple[bytes, bytes]:
    return b"cICP", bytes([primaries, transfer, matrix, full])


def gama(gamma: float) -> tuple[bytes, bytes]:
    return b"gAMA", struct.pack(">I", round(gamma * 100_000))


def chrm(*points: float) -> tuple[bytes, bytes]:
    return b"cHRM", struct.pack(">8I", *(round(each * 100_000) for each in points))


def worst(found: Sequence[tuple[int, ...]], expected: Sequence[tuple[int, ...]]) -> int:
    return int(np.abs(np.array(found) - np.array(expected)).max())


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ([cicp(12, 13)], P3_SHOWN),
        ([cicp(12, 13), SRGB, gama(0.45455), chrm(*P3_POINTS)], P3_SHOWN),
        ([cicp(12, 13), ICCP], P3_SHOWN),  # cICP goes before a profile
        ([cicp(2, 2), gama(1.0)], LINEAR_SHOWN),  # which says nothing
        ([cicp(12, 13, matrix=1), gama(1.0)], LINEAR_SHOWN),  # which no PNG may say
        ([gama(1.0)], LINEAR_SHOWN),
        ([gama(0.45455), chrm(*P3_POINTS)], P3_SHOWN),
        ([chrm(*P3_POINTS)], P3_SHOWN),
    ],
)
def test_png_chunks_are_heeded_in_their_order(chunks, expected, patches, png, read_patches) -> None:
    picture = validate_picture(png(patches, *chunks))
    assert worst(read_patches(picture.image), expected) <= 2


@pytest.mark.parametrize(
    "chunks",
    [
        [gama(0.45455)],  # what programs write that mean sRGB
        [SRGB, gama(1.0)],
        [ICCP, gama(1.0)],
        [cicp(1, 13), gama(1.0)],
        [gama(0.00001)],  # of no screen
        [chrm(*([0.0] * 8))],  # of no light
        [chrm(*([0.3, 0.3] * 4))],  # that mix no white
        [(b"cICP", b"\x0c")],  # cut off
        [cicp(77, 99)],
    ],
)
def test_pngs_that_mean_srgb_or_nothing_stay_as_they_are(
    chunks, patches, png, read_patches
) -> None:
    picture = validate_picture(png(patches, *chunks))
    assert read_patches(picture.image) == read_patches(patches)


@pytest.mark.parametrize("transfer", [13, 1, 2])  # BT.709 is shown with the curve of sRGB
@pytest.mark.parametrize("container", ["avif", "heic"])
def test_display_p3_named_by_a_container_is_converted(
    container, transfer, patches, read_patches, request
) -> None:
    build = request.getfixturevalue(container)
    picture = validate_picture(build(patches, 12, transfer))
    assert worst(read_patches(picture.image), P3_SHOWN) <= 4


@pytest.mark.parametrize("container", ["avif", "heic"])
def test_srgb_and_silence_of_a_container_change_nothing(
    container, patches, read_patches, request
) -> None:
    build = request.getfixturevalue(container)
    for points in ((1, 13), (2, 2)):
        picture = validate_picture(build(patches, *points))
        assert worst(read_patches(picture.image), read_patches(patches)) <= 3


def test_an_avif_without_colours_in_its_container_is_read_by_its_frame(
    avif, patches, read_patches
) -> None:
    data = avif(patches, 1, 13).replace(b"colrnclx", b"freenclx")
    start = data.index(b"mdat")
    bits = "".join(f"{byte:08b}" for byte in data[start : start + 40])
    described = bits.replace(f"{1:08b}{13:08b}", f"{12:08b}{13:08b}", 1)
    assert described != bits
    changed = int(described, 2).to_bytes(40, "big")
    picture = validate_picture(data[:start] + changed + data[start + 40 :])
    assert worst(read_patches(picture.image), P3_SHOWN) <= 4


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA"])
def test_every_kind_of_png_takes_its_gamma(mode, patches, png, read_patches) -> None:
    image = patches.quantize(16) if mode == "P" else patches.convert(mode)
    data = png(image, gama(1.0))
    shown = read_patches(validate_picture(data).image)
    if mode in ("L", "LA"):  # of which the grey patches can be told beforehand
        shown, expected = shown[4:7], LINEAR_SHOWN[4:7]
    else:
        expected = LINEAR_SHOWN
    assert worst(shown, expected) <= 3


def test_bright_light_of_hdr_is_compressed_and_keeps_its_hue(png, patches, read_patches) -> None:
    for transfer in (16, 18):
        shown = read_patches(validate_picture(png(patches, cicp(1, transfer))).image)
        greys = [shown[6], shown[4], shown[5]]  # from dark to bright
        assert greys == sorted(greys)
        assert all(max(grey) - min(grey) <= 1 for grey in greys)
        assert shown[0][0] > shown[0][1] + 100  # red stays red


def test_paper_white_of_pq_is_nearly_white_and_black_is_black(png) -> None:
    # 203 cd/m2 are 58 % of the signal (ITU-R BT.2408), which is 148.
    picture = validate_picture(png(Image.new("RGB", (32, 32), (148, 148, 148)), cicp(9, 16)))
    assert 235 <= np.asarray(picture.image)[9, 9, 0] < 255
    dark = validate_picture(png(Image.new("RGB", (32, 32)), cicp(9, 16)))
    assert dark.image.getpixel((9, 9)) == (0, 0, 0)


def test_numbers_of_video_are_stretched(png) -> None:
    picture = validate_picture(png(Image.new("RGB", (32, 32), (235, 16, 126)), cicp(1, 13, full=0)))
    assert picture.image.getpixel((9, 9)) == pytest.approx((255, 0, 128), abs=1)
