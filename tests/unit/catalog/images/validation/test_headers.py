from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from catalog.images.validation import validate_picture
from catalog.images.validation.errors import PictureRefusedError
from catalog.images.validation.headers import check_header
from catalog.images.validation.limits import CATALOG_LIMITS, PHOTO_LIMITS

NEXT_FRAME = re.compile(rb"\xff[\xc0-\xc2]")


def refusal(data: bytes, kind: str, **changes: int) -> PictureRefusedError:
    with pytest.raises(PictureRefusedError) as caught:
        check_header(data, kind, limits=replace(CATALOG_LIMITS, **changes))
    return caught.value


def test_png_of_30000_by_30000(png_chunk) -> None:
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b""))
    )
    refused = refusal(bomb, "PNG")
    assert str(refused) == "PNG is 30000 x 30000; at most 25 megapixels."
    assert refused.code == "too_many_pixels"


def test_gif_of_37_bytes() -> None:
    bomb = (
        b"GIF89a" + struct.pack("<HHBBB", 11_900, 59_000, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
        b",\0\0\0\0" + struct.pack("<HHB", 11_900, 59_000, 0) + b"\2\1D\0;"
    )
    assert len(bomb) <= 37
    assert str(refusal(bomb, "GIF")) == "GIF is 11900 x 59000; at most 25 megapixels."


@pytest.mark.parametrize(
    "chunk",
    [
        b"VP8X\x0a\0\0\0\0\0\0\0" + (16_382).to_bytes(3, "little") * 2,
        b"VP8L\x08\0\0\0\x2f" + (16_382 | 16_382 << 14).to_bytes(4, "little") + b"\0\0\0",
        b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 16_383, 16_383),
    ],
)
def test_tiny_webp_of_268_megapixels(chunk) -> None:
    bomb = b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk
    assert str(refusal(bomb, "WEBP")) == "WebP is 16383 x 16383; at most 25 megapixels."


def test_jpeg_of_65500_by_65500(photo, saved) -> None:
    jpeg = bytearray(saved(photo, "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 65_500, 65_500)
    assert str(refusal(bytes(jpeg), "JPEG")) == "JPEG is 65500 x 65500; at most 105 megapixels."


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_forged_extents_of_avif_and_heic(photo, saved, kind, wrapped) -> None:
    forged = bytearray(saved(photo, kind))
    extents = forged.index(b"ispe") + 8
    forged[extents : extents + 8] = struct.pack(">II", 20_000, 20_000)
    if wrapped:  # a box with a 64-bit length before the one that matters
        forged[:0] = struct.pack(">I4sQ", 1, b"free", 20) + bytes(4)
    most = 50 if kind == "HEIF" else 25
    assert f"is 20000 x 20000; at most {most} megapixels." in str(refusal(bytes(forged), kind))


def test_long_side_has_a_rule_of_its_own(png_chunk) -> None:
    header = struct.pack(">IIBBBBB", 12_001, 20, 8, 2, 0, 0, 0)
    refused = refusal(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header), "PNG")
    assert str(refused) == "PNG is 12001 x 20; no side may be over 12,000 pixels."
    assert refused.code == "side_too_long"


def test_anonymous_photos_have_fewer_pixels(png_chunk) -> None:
    header = struct.pack(">IIBBBBB", 4_000, 3_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)
    check_header(png, "PNG", limits=CATALOG_LIMITS)
    with pytest.raises(PictureRefusedError, match=r"PNG is 4000 x 3000; at most 8 megapixels\."):
        check_header(png, "PNG", limits=PHOTO_LIMITS)


def framed(jpeg: bytes, width: int, height: int) -> bytes:
    """A JPEG that announces another size than it has."""
    start = NEXT_FRAME.search(jpeg).start()
    return jpeg[: start + 5] + struct.pack(">HH", height, width) + jpeg[start + 9 :]


@pytest.mark.parametrize(
    ("width", "height"), [(4_032, 3_024), (5_712, 4_284), (8_064, 6_048), (8_192, 6_144)]
)
def test_photos_of_phones_may_come_as_jpeg(photo, saved, width, height) -> None:
    check_header(framed(saved(photo, "JPEG"), width, height), "JPEG", limits=PHOTO_LIMITS)


def test_a_progressive_jpeg_may_keep_only_so_much(photo, saved) -> None:
    """One of 5 kB that says 8192 x 6144 would have its decoder allocate 302 MB at once."""
    whole = saved(photo, "JPEG", progressive=True, subsampling="4:4:4")
    halved = saved(photo, "JPEG", progressive=True, subsampling="4:2:0")
    check_header(framed(halved, 8_064, 6_048), "JPEG", limits=PHOTO_LIMITS)
    check_header(framed(whole, 8_192, 6_144), "JPEG", limits=CATALOG_LIMITS)
    with pytest.raises(PictureRefusedError, match=r"A progressive JPEG of 50\.3 megapixels is too"):
        check_header(framed(whole, 8_192, 6_144), "JPEG", limits=PHOTO_LIMITS)


def test_scans_are_limited(photo, with_scans) -> None:
    check_header(with_scans(photo, 200), "JPEG", limits=CATALOG_LIMITS)
    refused = refusal(with_scans(photo, 201), "JPEG")
    assert str(refused) == "JPEG has 201 scans; at most 200."
    assert refused.code == "too_many_scans"


def test_scans_of_a_large_picture_are_limited_further(photo, with_scans) -> None:
    refused = refusal(
        with_scans(photo.resize((1000, 1000)), 30), "JPEG", max_scan_pixels=20_000_000
    )
    assert str(refused) == "JPEG has 30 scans of 1.0 megapixels; at most 20 at that size."


def test_flood_of_png_chunks(photo, saved, png_chunk) -> None:
    png = saved(photo, "PNG")
    refused = refusal(png[:33] + png_chunk(b"tEXt", b"a\0b") * 20_001 + png[33:], "PNG")
    assert str(refused) == "PNG has over 20,000 chunks; use fewer."


def test_flood_of_jpeg_segments(photo, saved) -> None:
    jpeg = saved(photo, "JPEG")
    refused = refusal(jpeg[:2] + b"\xff\xfe\0\2" * 20_001 + jpeg[2:], "JPEG")
    assert str(refused) == "JPEG has over 20,000 segments; use fewer."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_header_cut_anywhere_passes_on_to_the_decoder(photo, saved, kind) -> None:
    data = saved(photo, kind)
    for length in range(4, min(len(data), 400), 3):
        check_header(data[:length], kind, limits=CATALOG_LIMITS)


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_avif_and_heic_without_a_frame_are_refused(photo, saved, kind) -> None:
    data = saved(photo, kind)
    check_header(data, kind, limits=CATALOG_LIMITS)
    for length in range(4, 200, 3):
        assert refusal(data[:length], kind).code == "undecodable"


def test_webp_whose_frame_is_larger_than_its_canvas_is_refused_by_its_decoder(saved) -> None:
    """libwebp compares the two before it allocates anything; every way to disagree ends here."""
    frame = saved(Image.new("RGB", (3_000, 3_000)), "WEBP", lossless=True)[12:]

    def webp(flags: int, side: int, *chunks: bytes) -> bytes:
        sides = (side - 1).to_bytes(3, "little") * 2
        body = riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + sides) + b"".join(chunks)
        return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body

    def moving(side: int) -> bytes:
        sides = (side - 1).to_bytes(3, "little") * 2
        return riff_chunk(b"ANIM", bytes(6)) + riff_chunk(
            b"ANMF", bytes(6) + sides + bytes(4) + frame
        )

    assert validate_picture(webp(2, 3_000, moving(3_000))).width == 2_048
    for liar in (webp(0, 100, frame), webp(2, 100, moving(100)), webp(2, 100, moving(3_000))):
        with pytest.raises(PictureRefusedError, match="damaged"):
            validate_picture(liar)


def test_gif_whose_frame_is_larger_than_its_screen_is_measured_by_its_frame(saved) -> None:
    gif = bytearray(saved(Image.new("P", (600, 500)), "GIF"))
    gif[6:10] = struct.pack("<HH", 20, 20)
    with pytest.raises(PictureRefusedError, match=r"GIF is 600 x 500; at most 0\.1 megapixels\."):
        validate_picture(bytes(gif), limits=replace(CATALOG_LIMITS, max_pixels=100_000))


def test_png_whose_second_header_is_larger_is_measured_by_it(photo, saved, png_chunk) -> None:
    png = saved(photo, "PNG")
    header = struct.pack(">IIBBBBB", 600, 500, 8, 2, 0, 0, 0)
    liar = png[:33] + png_chunk(b"IHDR", header) + png[33:]
    with pytest.raises(PictureRefusedError, match=r"PNG is 600 x 500; at most 0\.1 megapixels\."):
        validate_picture(liar, limits=replace(CATALOG_LIMITS, max_pixels=100_000))


def test_only_the_first_picture_of_an_mpo_is_decoded(photo, saved) -> None:
    """Whatever the others are: they lie behind the end of the first."""
    mpo = saved(photo, "MPO", save_all=True, append_images=[photo.resize((600, 500))])
    limits = replace(CATALOG_LIMITS, max_pixels=100_000)
    assert validate_picture(mpo, limits=limits).width == 96


def riff_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)
