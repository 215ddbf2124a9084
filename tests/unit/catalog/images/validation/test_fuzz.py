"""Whatever is sent, validation answers in one of its own two ways."""

from __future__ import annotations

import random
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from catalog.images.validation import (
    PictureLimits,
    PictureRefusedError,
    ValidatedPicture,
    validate_picture,
)

LIMITS = PictureLimits(max_pixels=1_000_000, max_jpeg_pixels=1_000_000, max_heic_pixels=1_000_000)
MUTANTS_PER_KIND = 150
BEGINNINGS = [
    b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    b"\xff\xd8\xff\xc0\0\x11\x08",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"GIF89a",
    b"RIFF\xff\0\0\0WEBPVP8X\x0a\0\0\0",
    b"RIFF\xff\0\0\0WEBPVP8L",
    b"\0\0\0\x1cftypavif\0\0\0\0avifmif1",
    b"\0\0\0\x1cftypheic\0\0\0\0mif1heic",
]


def answer(data: bytes) -> ValidatedPicture | PictureRefusedError:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on broken metadata
        try:
            picture = validate_picture(data, limits=LIMITS)
        except PictureRefusedError as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017 - or the picture is good
            assert refusal.code  # noqa: PT017
            return refusal
    assert picture.image.mode == "RGB"
    assert picture.image.size == (picture.width, picture.height)
    return picture


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Change a few bytes, forge a number, cut out, double or cut off."""
    mutant = bytearray(data)
    reach = min(len(mutant), 200) if chance.random() < 0.5 else len(mutant)
    for _ in range(chance.choice([1, 2, 5, 20])):
        at = chance.randrange(min(reach, len(mutant)))
        length = chance.randrange(1, 40)
        change = chance.randrange(5)
        if change <= 1:
            mutant[at] = chance.randrange(256)
        elif change == 2:
            mutant[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"])
        elif change == 3:
            mutant[at:at] = mutant[at : at + length]
        elif len(mutant) > 100:
            del mutant[at : at + length]
    if chance.random() < 0.1:
        del mutant[chance.randrange(1, len(mutant)) :]
    return bytes(mutant)


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "RGB", {}),
        ("JPEG", "CMYK", {"progressive": True}),
        ("JPEG", "L", {"restart_marker_blocks": 2}),
        ("MPO", "RGB", {"save_all": True}),
        ("PNG", "RGBA", {}),
        ("PNG", "P", {"transparency": 3}),
        ("PNG", "I;16", {}),
        ("GIF", "P", {"transparency": 3, "comment": b"hello"}),
        ("WEBP", "RGBA", {"lossless": True}),
        ("WEBP", "RGB", {}),
        ("AVIF", "RGBA", {}),
        ("HEIF", "RGB", {}),
    ],
)
def test_mutants_are_accepted_or_refused(photo, saved, kind, mode, options) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "described"
    if kind in ("JPEG", "PNG", "WEBP"):
        options = {**options, "exif": exif}
    if kind == "MPO":
        options = {**options, "append_images": [photo]}
    data = saved(
        photo.convert("L").convert(mode) if mode == "I;16" else photo.convert(mode), kind, **options
    )
    assert isinstance(answer(data), ValidatedPicture)
    chance = random.Random(f"{kind} {mode}")
    answers = [answer(mutate(data, chance)) for _ in range(MUTANTS_PER_KIND)]
    assert any(isinstance(each, PictureRefusedError) for each in answers)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([b"", *BEGINNINGS]), st.binary(max_size=400))
def test_garbage_is_refused(beginning, rest) -> None:
    assert isinstance(answer(beginning + rest), (PictureRefusedError, ValidatedPicture))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(profile=st.binary(max_size=300), exif=st.binary(max_size=300))
def test_garbage_in_metadata_costs_nothing_but_the_metadata(photo, saved, profile, exif) -> None:
    upload = saved(photo, "JPEG", icc_profile=profile, exif=b"Exif\0\0" + exif)
    assert isinstance(answer(upload), ValidatedPicture)
