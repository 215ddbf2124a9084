from __future__ import annotations

import io

import pytest
from PIL import Image

from catalog.images.validation.gif import without_extensions


def after_palette(data: bytes) -> int:
    return 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)


def test_comments_go_and_pixels_stay(photo, saved) -> None:
    plain = saved(photo, "GIF")
    start = after_palette(plain)
    comments = (b"\x21\xfe" + b"\x05hello" * 40_000 + b"\0") * 2
    stripped = without_extensions(plain[:start] + comments + plain[start:])
    assert stripped == plain


def test_transparency_is_kept(saved) -> None:
    picture = Image.new("P", (20, 20), 1)
    picture.putpalette([255, 0, 0, 0, 255, 0])
    gif = saved(picture, "GIF", transparency=1, comment=b"secret")
    stripped = without_extensions(gif)
    assert b"secret" in gif
    assert b"secret" not in stripped
    reopened = Image.open(io.BytesIO(stripped))
    assert "transparency" in reopened.info
    assert reopened.convert("RGBA").getchannel("A").getpixel((0, 0)) == 0


@pytest.mark.parametrize("length", [0, 6, 10, 11, 13, 20, 40, 800])
def test_cut_off_gif_never_raises(photo, saved, length) -> None:
    data = saved(photo, "GIF", comment=b"hello")[:length]
    assert len(without_extensions(data)) <= len(data)
