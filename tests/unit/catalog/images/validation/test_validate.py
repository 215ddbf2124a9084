from __future__ import annotations

import hashlib
import io
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from catalog.images.validation import (
    CATALOG_LIMITS,
    PictureRefusedError,
    as_it_is,
    decode,
    validate_picture,
)

KINDS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"]
SECRETS = [b"secret", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"GPS"]


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, int) - np.asarray(other.convert("RGB"), int)).mean())


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_enters_and_looks_the_same(photo, saved, kind) -> None:
    picture = validate_picture(saved(photo, kind))
    assert (picture.width, picture.height) == picture.image.size == (96, 64)
    assert difference(picture.image, photo) < (9 if kind == "GIF" else 5)


def test_what_comes_back_agrees_with_itself(photo, saved) -> None:
    picture = validate_picture(saved(photo, "PNG"))
    stored = Image.open(io.BytesIO(picture.jpeg))
    assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", (96, 64))
    assert difference(picture.image, stored) < 2
    assert picture.sha256 == hashlib.sha256(picture.jpeg).hexdigest()
    assert len(picture.phash) == 16
    assert validate_picture(saved(photo, "PNG")).sha256 == picture.sha256


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_nothing_but_pixels_is_kept(photo, saved, kind) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret description"
    exif.get_ifd(0x8825)[29] = "secret GPS date"
    options = {"JPEG": {"comment": b"secret"}}.get(kind, {})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">secret http://ns.adobe.com</x:xmpmeta>'
    if kind != "PNG":
        options["xmp"] = xmp
    upload = saved(photo, kind, exif=exif, **options)
    assert b"secret" in upload
    picture = validate_picture(upload)
    assert not [secret for secret in SECRETS if secret in picture.jpeg]
    assert picture.image.info == {}
    assert not picture.image.getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_and_forgotten(photo, saved, kind, orientation) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = validate_picture(saved(photo, kind, exif=exif))
    assert picture.image.size == ((96, 64) if orientation < 5 else (64, 96))
    assert Image.open(io.BytesIO(picture.jpeg)).getexif().get(0x0112) is None


def test_orientation_survives_shrinking(saved) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    for mode in ("RGB", "RGBA", "L"):
        picture = validate_picture(saved(Image.new(mode, (5_000, 100)), "PNG", exif=exif))
        assert picture.image.size == (41, 2_048)


@pytest.mark.parametrize("kind", KINDS)
def test_large_picture_is_shrunk_to_the_stored_side(photo, saved, kind) -> None:
    picture = validate_picture(saved(photo.resize((2_400, 1_600)), kind))
    assert max(picture.image.size) <= 2_048
    assert max(picture.image.size) >= 0.9 * 2_048
    assert difference(picture.image.resize((96, 64)), photo) < 10


def test_small_picture_is_not_enlarged(photo, saved) -> None:
    assert validate_picture(saved(photo.resize((20, 16)), "PNG")).image.size == (20, 16)


def test_extreme_strip_keeps_a_pixel(saved) -> None:
    assert validate_picture(saved(Image.new("RGB", (12_000, 16)), "JPEG")).image.size == (2_048, 3)
    assert validate_picture(saved(Image.new("RGB", (16, 12_000)), "PNG")).image.size == (3, 2_048)


def test_a_strip_that_is_kept_can_be_copied(saved) -> None:
    kept = validate_picture(saved(Image.new("RGB", (12_000, 16)), "JPEG"))
    copy = as_it_is(kept.jpeg)
    assert (copy.jpeg, copy.sha256, copy.height) == (kept.jpeg, kept.sha256, 3)


def test_tiny_picture_is_refused(saved) -> None:
    with pytest.raises(
        PictureRefusedError, match=r"PNG is 15 x 40; each side needs at least 16 pixels\."
    ):
        validate_picture(saved(Image.new("RGB", (15, 40)), "PNG"))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_png_of_every_mode_enters(photo, saved, mode) -> None:
    grey = photo.convert("L")
    picture = (
        Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
        if mode == "I;16"
        else photo.convert(mode)
    )
    expected = photo if mode in ("P", "RGBA") else grey
    assert difference(validate_picture(saved(picture, "PNG")).image, expected) < (
        130 if mode == "1" else 25
    )


def test_transparent_picture_shrinks_onto_white(saved) -> None:
    picture = Image.new("RGBA", (4_000, 100), (255, 0, 0, 0))
    assert validate_picture(saved(picture, "PNG")).image.getextrema() == ((255, 255),) * 3


def test_cmyk_jpeg_enters_in_colour(photo, saved) -> None:
    assert (
        difference(validate_picture(saved(photo.convert("CMYK"), "JPEG", quality=95)).image, photo)
        < 4
    )


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF", "PNG", "MPO"])
def test_first_frame_of_many_is_the_picture(photo, saved, kind) -> None:
    others = [Image.new("RGB", photo.size, (0, 0, shade)) for shade in range(0, 250, 25)]
    animated = saved(photo, kind, save_all=True, append_images=others)
    assert difference(validate_picture(animated).image, photo) < 9


def test_upload_is_read_from_its_start_whatever_was_read_before(photo, saved) -> None:
    file = io.BytesIO(saved(photo, "PNG"))
    file.read()
    assert validate_picture(file).image.size == (96, 64)
    assert not file.closed


def test_django_upload_enters_whatever_it_is_called(photo, saved) -> None:
    for name in ("../../商品\u202egpj.exe", "a" * 300 + ".jpg", "x.svg"):
        upload = SimpleUploadedFile(name, saved(photo, "PNG"), content_type="text/html")
        assert validate_picture(upload).image.size == (96, 64)


def test_stream_that_cannot_seek_enters(photo, saved) -> None:
    class Pipe:
        read = io.BytesIO(saved(photo, "PNG")).read

    assert validate_picture(Pipe()).image.size == (96, 64)


def test_oversized_file_is_refused_by_what_it_says_before_it_is_read() -> None:
    class Upload:
        size = 45_678_901

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("read")

    with pytest.raises(PictureRefusedError, match="has 45,678,901 bytes; at most 40 MB") as refusal:
        validate_picture(Upload())
    assert refusal.value.code == "too_many_bytes"


def test_oversized_file_is_not_read_to_its_end(photo, saved) -> None:
    jpeg = saved(photo, "JPEG")
    endless = io.BytesIO(jpeg + bytes(50_000))
    small = replace(CATALOG_LIMITS, max_bytes=len(jpeg) + 10)
    with pytest.raises(PictureRefusedError, match="The file has"):
        validate_picture(endless, limits=small)
    assert endless.tell() == len(jpeg) + 11
    assert validate_picture(jpeg + bytes(10), limits=small).width == 96


@pytest.mark.parametrize("kind", KINDS)
def test_truncated_file_is_refused_never_half_grey(saved, kind) -> None:
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    data = saved(noise, kind)
    for part in (0.1, 0.4, 0.7, 0.9):
        with pytest.raises(PictureRefusedError, match="damaged or incomplete"):
            validate_picture(data[: int(len(data) * part)])


def test_truncated_pictures_are_not_let_in_by_a_switch(
    monkeypatch: pytest.MonkeyPatch, photo, saved
) -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(RuntimeError, match="must stay off"):
        validate_picture(saved(photo, "JPEG"))


def test_picture_with_an_archive_behind_it_loses_the_archive(photo, saved) -> None:
    polyglot = saved(photo, "JPEG") + b"PK\x03\x04 secret archive PK\x05\x06"
    assert b"PK" not in validate_picture(polyglot).jpeg[-40:]
    assert b"secret" not in validate_picture(polyglot).jpeg


def test_picture_with_a_script_in_its_comment_loses_the_script(photo, saved) -> None:
    polyglot = saved(photo, "GIF", comment=b"<script>alert(1)</script>")
    assert b"<script" in polyglot
    assert b"<script" not in validate_picture(polyglot).jpeg


def test_html_named_jpg_is_refused_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"<!DOCTYPE html><html><script>alert(1)</script></html>")
    with path.open("rb") as file, pytest.raises(PictureRefusedError, match="This is an HTML page"):
        validate_picture(file)


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP"])
def test_png_text_bomb_is_never_unpacked(photo, saved, png_chunk, kind) -> None:
    lead = {b"zTXt": b"a\0\0", b"iTXt": b"a\0\1\0\0\0", b"iCCP": b"a\0\0"}[kind]
    bomb = png_chunk(kind, lead + zlib.compress(bytes(200_000_000), 9))
    png = saved(photo, "PNG")
    tracemalloc.start()
    try:
        validate_picture(png[:33] + bomb + png[33:])
    except PictureRefusedError as refusal:
        assert refusal.code == "undecodable"  # noqa: PT017 - iTXt may be passed over instead
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 20_000_000


def test_what_decoders_raise_is_a_refusal(monkeypatch: pytest.MonkeyPatch, photo, saved) -> None:
    for error in (MemoryError, NotImplementedError, IndexError, Image.DecompressionBombError):

        def fail(file, name, error=error):
            raise error("boom")

        monkeypatch.setitem(decode.OPENERS, "PNG", fail)
        with pytest.raises(PictureRefusedError, match="The PNG file is damaged") as refusal:
            validate_picture(saved(photo, "PNG"))
        assert refusal.value.code == "undecodable"


def test_size_that_only_the_decoder_knows_is_checked_too(
    monkeypatch: pytest.MonkeyPatch, photo, saved
) -> None:
    class Liar(Image.Image):
        size = (40_000, 40_000)

        def load(self):
            raise AssertionError("decoded")

    monkeypatch.setitem(decode.OPENERS, "PNG", lambda file, name: Liar())
    with pytest.raises(PictureRefusedError, match=r"PNG is 40000 x 40000; at most 25 megapixels\."):
        validate_picture(saved(photo, "PNG"))
