from __future__ import annotations

import pytest

from catalog.images.validation.errors import PictureRefusedError
from catalog.images.validation.formats import picture_format

FTYP = b"\0\0\0\x1cftyp"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"])
def test_picture_is_known_by_its_content(photo, saved, kind) -> None:
    assert picture_format(saved(photo, kind)) == kind


def test_mpo_is_a_jpeg(photo, saved) -> None:
    assert picture_format(saved(photo, "MPO", save_all=True, append_images=[photo])) == "JPEG"


def test_brand_mif1_is_avif_where_it_claims_to_be() -> None:
    assert picture_format(FTYP + b"mif1\0\0\0\0mif1avifmiaf") == "AVIF"
    assert picture_format(FTYP + b"mif1\0\0\0\0mif1heicmiaf") == "HEIF"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"junk before\n%PDF-1.7\n", "a PDF document"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG drawing"),
        (b'<?xml version="1.0"?>\n<!-- hi -->\n<svg onload="alert(1)">', "an SVG drawing"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "an HTML page"),
        (b"<script>alert(1)</script>", "an HTML page"),
        (b'<?xml version="1.0"?><feed/>', "an XML document"),
        (b"BM6\0\0\0", "a BMP picture"),
        (b"II*\0\x08\0\0\0", "a TIFF or camera raw picture"),
        (b"MM\0*\0\0\0\x08", "a TIFF or camera raw picture"),
        (b"\0\0\1\0\1\0", "an ICO icon"),
        (b"8BPS\0\1", "a Photoshop document"),
        (b"PK\3\4\x14\0", "a ZIP archive or Office document"),
        (b"\xff\x0a\xfa", "a JPEG XL picture"),
        (FTYP + b"isom\0\0\2\0", "a video"),
        (b"MZ\x90\0", "a program"),
    ],
)
def test_other_file_is_refused_by_its_name(data, named) -> None:
    with pytest.raises(PictureRefusedError, match=f"This is {named};") as refusal:
        picture_format(data)
    assert refusal.value.code == "format"


@pytest.mark.parametrize("data", [b"\0", b"\xff\xd8", b"GIF88a", b"hello", b"RIFF\0\0\0\0WAVE"])
def test_unknown_file_is_refused(data) -> None:
    with pytest.raises(PictureRefusedError, match="not a picture that can be read here"):
        picture_format(data)


def test_empty_file_is_refused_as_empty() -> None:
    with pytest.raises(PictureRefusedError, match=r"The file is empty\.") as refusal:
        picture_format(b"")
    assert refusal.value.code == "empty"
