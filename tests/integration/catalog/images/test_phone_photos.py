"""Photos as phones take them, from 12 to 50 megapixels, within the memory that was measured."""

from __future__ import annotations

import io
import subprocess
import sys

import pillow_heif
import pytest
from PIL import Image

from catalog.images.validation import CATALOG_LIMITS, PHOTO_LIMITS, validate_picture

pillow_heif.register_heif_opener()  # to save HEIC: validation only needs to read it

# Prints the size that is kept and by how many kB the process grew while it was made.
GROWTH = """
import io, os, resource, sys
from dataclasses import replace
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import django; django.setup()
from PIL import Image
from catalog.images.validation import PHOTO_LIMITS, validate_picture
data = sys.stdin.buffer.read()
small = io.BytesIO(); Image.new("RGB", (1500, 1100), "red").save(small, "JPEG")
validate_picture(small.getvalue(), limits=PHOTO_LIMITS)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kept = validate_picture(data, limits=PHOTO_LIMITS)
print(kept.width, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def scene(width: int, height: int) -> Image.Image:
    """Something to see, quick to make at any size."""
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def saved(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    # What takes a phone's chip a moment takes this processor 5 s at the usual preset of x265.
    image.save(file, kind, quality=50, enc_params={"preset": "ultrafast"})
    return file.getvalue()


@pytest.mark.parametrize(
    ("size", "kind", "most_mb"),
    [
        ((4_032, 3_024), "JPEG", 30),
        ((8_160, 6_120), "JPEG", 40),
        ((4_032, 3_024), "HEIF", 130),
    ],
)
def test_they_are_taken_within_memory(size, kind, most_mb) -> None:
    data = saved(scene(*size), kind)
    ran = subprocess.run(
        [sys.executable, "-c", GROWTH], input=data, capture_output=True, check=True
    )
    width, kilobytes = map(int, ran.stdout.split())
    assert 900 <= width <= PHOTO_LIMITS.stored_side
    assert kilobytes < most_mb * 1024


def test_a_studio_picture_of_45_megapixels_enters_the_catalogue() -> None:
    kept = validate_picture(saved(scene(8_256, 5_504), "JPEG"), limits=CATALOG_LIMITS)
    assert 1_900 <= kept.width <= CATALOG_LIMITS.stored_side
