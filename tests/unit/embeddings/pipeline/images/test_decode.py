"""Files to upright sRGB pixels, or a sentence for staff."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from embeddings.pipeline import UndecodablePictureError, open_picture
from tests.pictures import STORED_AS, turned


def save(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def difference(a: Image.Image, b: Image.Image) -> float:
    """The mean difference in levels of 255."""
    assert (a.mode, a.size) == (b.mode, b.size) == ("RGB", a.size)
    return float(np.abs(np.asarray(a, np.int16) - np.asarray(b, np.int16)).mean())


@pytest.mark.parametrize("orientation", STORED_AS)
def test_every_exif_orientation_comes_out_upright(orientation, scene) -> None:
    opened = open_picture(turned(scene(3), orientation))
    assert difference(opened, scene(3)) < 4


def test_cmyk_comes_out_in_its_colours(scene) -> None:
    cmyk = save(scene(1).convert("CMYK"), "JPEG", quality=95)
    assert difference(open_picture(cmyk), scene(1)) < 4


def test_sixteen_bit_grey_is_scaled_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 256 * 64).reshape(64, 256).astype(np.uint16)
    opened = np.asarray(open_picture(save(Image.fromarray(ramp))))
    assert np.abs(opened.astype(int) - (ramp // 257)[..., None]).max() <= 1


def test_sixteen_bit_colour_is_scaled_not_clipped() -> None:
    row = b"\0" + struct.pack(">3H", 0xFF00, 0x8000, 0x0100) * 4
    chunks = {
        b"IHDR": struct.pack(">2I5B", 4, 4, 16, 2, 0, 0, 0),
        b"IDAT": zlib.compress(row * 4),
        b"IEND": b"",
    }
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )
    assert open_picture(png).getpixel((1, 1)) == (255, 128, 1)


def test_a_palette_comes_out_in_its_colours(scene) -> None:
    palette = scene(1).quantize(64)
    assert difference(open_picture(save(palette)), palette.convert("RGB")) == 0
    assert difference(open_picture(save(palette, "GIF")), palette.convert("RGB")) < 1


def test_grey_becomes_three_equal_channels(scene) -> None:
    grey = scene(1).convert("L")
    assert difference(open_picture(save(grey)), grey.convert("RGB")) == 0


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_becomes_white(mode) -> None:
    clear = Image.new("RGBA", (20, 20), (200, 0, 0, 0))
    clear.paste((40, 40, 40, 255), (0, 0, 10, 20))
    opened = open_picture(save(clear.convert(mode)))
    assert opened.getpixel((5, 5)) == (40, 40, 40)
    assert opened.getpixel((15, 5)) == (255, 255, 255)


def test_a_transparent_palette_entry_becomes_white() -> None:
    image = Image.new("P", (20, 20), 1)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(0, (0, 0, 10, 20))
    opened = open_picture(save(image, transparency=1))
    assert opened.getpixel((5, 5)) == (255, 0, 0)
    assert opened.getpixel((15, 5)) == (255, 255, 255)


def test_a_colour_profile_is_honoured() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    same = save(Image.new("RGB", (8, 8), (200, 90, 30)), icc_profile=profile.tobytes())
    red, green, blue = np.asarray(open_picture(same))[4, 4].tolist()
    assert (abs(red - 200), abs(green - 90), abs(blue - 30)) <= (2, 2, 2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_the_kinds_of_a_catalogue_are_read(kind, scene) -> None:
    assert open_picture(save(scene(1), kind)).size == (400, 300)


def test_paths_and_files_are_read_like_bytes(tmp_path: Path, scene) -> None:
    path = tmp_path / "bag.png"
    path.write_bytes(save(scene(1)))
    assert difference(open_picture(path), scene(1)) == 0
    assert difference(open_picture(str(path)), scene(1)) == 0
    with path.open("rb") as file:
        assert difference(open_picture(file), scene(1)) == 0


def test_a_missing_file_is_no_broken_picture(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_picture(tmp_path / "gone.jpg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_truncated_picture_is_refused(kind, scene) -> None:
    whole = save(scene(1), kind)
    with pytest.raises(UndecodablePictureError, match=r"damaged|not a picture"):
        open_picture(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 500, b"%PDF-1.7 ...", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_is_no_picture_is_refused_in_words(data) -> None:
    with pytest.raises(UndecodablePictureError, match="JPEG, PNG, WebP, AVIF or GIF"):
        open_picture(data)


def test_formats_no_shop_needs_are_not_opened(scene) -> None:
    for kind in ("BMP", "TIFF", "PPM", "TGA"):
        with pytest.raises(UndecodablePictureError, match="known kind"):
            open_picture(save(scene(1), kind))


def test_more_pixels_than_pillow_thinks_safe_are_refused(
    scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 300 * 400 - 1)
    with pytest.raises(UndecodablePictureError, match="too many pixels"):
        open_picture(save(scene(1)))


@pytest.mark.parametrize(
    ("raised", "words"),
    [(MemoryError(), "memory"), (SyntaxError("bad chunk"), "damaged"), (IndexError(), "damaged")],
)
def test_whatever_a_decoder_raises_becomes_a_sentence(
    raised, words, scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = save(scene(1))

    def fail(self):
        raise raised

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fail)
    with pytest.raises(UndecodablePictureError, match=words):
        open_picture(data)


def test_a_jpeg_may_be_decoded_smaller_but_not_below_the_side_asked_for(scene) -> None:
    large = save(scene(1, size=(1700, 1300)), "JPEG")
    assert open_picture(large).size == (1700, 1300)
    assert open_picture(large, min_side=600).size == (850, 650)
    assert open_picture(large, min_side=651).size == (1700, 1300)
