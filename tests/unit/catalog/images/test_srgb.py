from __future__ import annotations

import functools
import io
import operator

import numpy as np
import pytest
from PIL import Image, ImageCms

from catalog.images.srgb import TURNS, upright_srgb

RAMP = np.tile(np.arange(256, dtype=np.uint8), (64, 1))
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def ramp() -> Image.Image:
    """Black to white from left to right, in which a wrong scale shows at once."""
    return Image.fromarray(np.dstack([RAMP] * 3))


def coloured() -> Image.Image:
    return Image.fromarray(np.dstack([RAMP, RAMP[:, ::-1], np.full_like(RAMP, 40)]))


def reopened(image: Image.Image, kind: str, **options: object) -> Image.Image:
    saved = io.BytesIO()
    image.save(saved, kind, **options)
    saved.seek(0)
    return Image.open(saved)


def worst(image: Image.Image, expected: Image.Image) -> int:
    difference = np.asarray(image, dtype=int) - np.asarray(expected, dtype=int)
    return int(np.abs(difference).max())


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "RGBX", "RGBa", "LA", "La", "CMYK", "YCbCr"])
def test_grey_ramp_is_the_same_in_every_8_bit_mode(mode) -> None:
    via = {"RGBa": "RGBA", "La": "LA"}.get(mode, mode)
    upright = upright_srgb(ramp().convert(via).convert(mode))
    assert upright.mode == "RGB"
    assert worst(upright, ramp()) <= 1


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK", "YCbCr", "HSV"])
def test_colours_are_the_same_in_every_colour_mode(mode) -> None:
    assert worst(upright_srgb(coloured().convert(mode)), coloured()) <= 6


def test_lab_becomes_colours() -> None:
    lab = ImageCms.createProfile("LAB")
    picture = ImageCms.profileToProfile(coloured(), SRGB, lab, outputMode="LAB")
    difference = np.asarray(upright_srgb(picture), int) - np.asarray(coloured(), int)
    assert np.abs(difference).mean() < 2  # 8 bits of Lab are coarse where blue is dark


def test_bilevel_is_black_and_white() -> None:
    picture = ramp().convert("L").point(lambda value: 255 if value > 127 else 0)
    assert worst(upright_srgb(picture.convert("1")), picture.convert("RGB")) == 0


def test_palette_keeps_its_colours() -> None:
    picture = coloured().quantize(64)
    assert worst(upright_srgb(picture), picture.convert("RGB")) == 0


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I", "F"])
def test_deep_grey_is_scaled_not_clipped(mode) -> None:
    deep = RAMP.astype(np.uint16) * 257
    picture = {
        "I;16": lambda: reopened(Image.fromarray(deep), "PNG"),
        "I;16B": lambda: Image.fromarray(deep.astype(">u2")),
        "I": lambda: Image.fromarray(deep.astype(np.int32)),
        "F": lambda: Image.fromarray(deep.astype(np.float32)),
    }[mode]()
    assert picture.mode == mode
    assert worst(upright_srgb(picture), ramp()) <= 1


@pytest.mark.parametrize("white", [1.0, 255.0, 65535.0, 1e6])
def test_float_grey_is_white_where_its_range_says_so(white) -> None:
    picture = Image.fromarray((RAMP / 255 * white).astype(np.float32))
    assert worst(upright_srgb(picture), ramp()) <= 1


def test_float_without_a_number_is_black() -> None:
    samples = np.array([[np.nan, np.inf, -np.inf, 1.0]] * 4, dtype=np.float32)
    assert upright_srgb(Image.fromarray(samples)).getpixel((0, 0)) == (0, 0, 0)


def test_16_bit_colour_png_is_scaled(png_of_samples) -> None:
    samples = np.dstack([RAMP.astype(np.uint16) * 257] * 3)
    picture = Image.open(io.BytesIO(png_of_samples(samples)))
    assert worst(upright_srgb(picture), ramp()) <= 1


def test_transparent_is_white_and_half_transparent_is_half_way() -> None:
    picture = Image.new("RGBA", (3, 1), (200, 0, 0, 255))
    picture.putpixel((1, 0), (200, 0, 0, 128))
    picture.putpixel((2, 0), (200, 0, 0, 0))
    upright = upright_srgb(picture)
    assert upright.getpixel((0, 0)) == (200, 0, 0)
    assert worst(upright.crop((1, 0, 2, 1)), Image.new("RGB", (1, 1), (227, 127, 127))) <= 1
    assert upright.getpixel((2, 0)) == (255, 255, 255)


@pytest.mark.parametrize(("mode", "key"), [("P", 3), ("L", 3), ("RGB", (3, 3, 3))])
def test_transparent_colour_is_white(mode, key) -> None:
    grey = Image.fromarray(RAMP)
    if mode == "P":
        grey.putpalette(functools.reduce(operator.iadd, ([value] * 3 for value in range(256)), []))
    picture = reopened(grey.convert(mode), "PNG", transparency=key)
    upright = upright_srgb(picture)
    assert upright.getpixel((3, 0)) == (255, 255, 255)
    assert upright.getpixel((4, 0)) == (4, 4, 4)


def test_transparent_16_bit_colour_is_white(png_of_samples) -> None:
    samples = np.full((4, 4, 3), 0x1234, dtype=np.uint16)
    samples[0, 0] = 0xFEDC
    key = b"\xfe\xdc" * 3
    upright = upright_srgb(Image.open(io.BytesIO(png_of_samples(samples, transparent=key))))
    assert upright.getpixel((0, 0)) == (255, 255, 255)
    assert upright.getpixel((1, 0)) == (0x12, 0x12, 0x12)


def test_transparent_16_bit_grey_is_white(png_of_samples) -> None:
    samples = np.full((4, 4), 0x1234, dtype=np.uint16)
    samples[0, 0] = 0x12FF  # differs in the lower eight bits only
    upright = upright_srgb(Image.open(io.BytesIO(png_of_samples(samples, transparent=b"\x12\xff"))))
    assert upright.getpixel((0, 0)) == (255, 255, 255)
    assert upright.getpixel((1, 0)) == (0x12, 0x12, 0x12)


def test_nonsense_transparency_is_ignored() -> None:
    picture = coloured()
    picture.info["transparency"] = "no colour at all"
    assert worst(upright_srgb(picture), coloured()) == 0


def test_embedded_profile_is_honoured() -> None:
    # A "profile" whose red and blue are swapped: whoever ignores it shows blue for red.
    swapped = bytearray(SRGB.tobytes())
    swapped[:] = (
        swapped.replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ").replace(b"tmp!", b"bXYZ")
    )
    picture = Image.new("RGB", (4, 4), (220, 20, 20))
    picture.info["icc_profile"] = bytes(swapped)
    red, _, blue = np.asarray(upright_srgb(picture))[0, 0].tolist()
    assert blue > 180 > 90 > red


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P"])
def test_srgb_profile_changes_nothing(mode) -> None:
    picture = ramp().convert(mode)
    expected = picture.convert("RGB")
    picture.info["icc_profile"] = SRGB.tobytes()
    assert worst(upright_srgb(picture), expected) <= 1


@pytest.mark.parametrize(
    "profile",
    [b"\0", b"not a profile" * 99, SRGB.tobytes()[:200], SRGB.tobytes()[:-50], "text", 5],
)
def test_broken_profile_falls_back(profile) -> None:
    picture = coloured()
    picture.info["icc_profile"] = profile
    assert worst(upright_srgb(picture), coloured()) <= 1


def test_profile_of_another_colour_space_falls_back() -> None:
    picture = coloured().convert("CMYK")
    picture.info["icc_profile"] = SRGB.tobytes()
    assert worst(upright_srgb(picture), coloured()) <= 1


def test_cmyk_jpeg_as_photoshop_writes_it_is_not_a_negative() -> None:
    picture = reopened(coloured().convert("CMYK"), "JPEG", quality=98)
    assert picture.mode == "CMYK"
    assert "adobe" in picture.info
    assert worst(upright_srgb(picture), coloured()) <= 12


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_ends_upright(orientation) -> None:
    upright = coloured().resize((48, 32))
    exif = Image.Exif()
    exif[0x0112] = orientation
    undo = {6: 8, 8: 6}.get(orientation, orientation)
    turned = upright.transpose(TURNS[undo]) if orientation > 1 else upright
    result = upright_srgb(reopened(turned, "PNG", exif=exif))
    assert result.size == (48, 32)
    assert worst(result, upright) == 0


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0garbage", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"", b"\0" * 9]
)
def test_broken_exif_turns_nothing(exif) -> None:
    picture = coloured()
    picture.info["exif"] = exif
    assert worst(upright_srgb(picture), coloured()) == 0


def test_result_is_fresh_and_the_picture_is_left_as_it_was() -> None:
    picture = coloured()
    picture.info.update(comment=b"secret", icc_profile=SRGB.tobytes(), exif=b"", dpi=(72, 72))
    before, kept = picture.tobytes(), dict(picture.info)
    result = upright_srgb(picture)
    result.paste((0, 0, 0), (0, 0, 9, 9))
    assert result.info == {}
    assert not result.getexif()
    assert type(result) is Image.Image
    assert picture.tobytes() == before
    assert picture.info == kept
