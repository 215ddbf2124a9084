from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageOps

from catalog.images.validation.phash import hash_distance, perceptual_hash


def noise(seed: int) -> Image.Image:
    blocks = np.random.default_rng(seed).integers(0, 255, (9, 9, 3), dtype=np.uint8)
    return Image.fromarray(blocks).resize((300, 300), Image.Resampling.BICUBIC)


def test_sixteen_hex_digits(photo) -> None:
    assert len(perceptual_hash(photo)) == 16
    assert int(perceptual_hash(photo), 16) > 0


def test_resized_and_recompressed_picture_is_alike() -> None:
    picture, saved = noise(1), io.BytesIO()
    picture.resize((130, 140)).save(saved, "JPEG", quality=40)
    assert hash_distance(perceptual_hash(picture), perceptual_hash(Image.open(saved))) <= 4


def test_other_pictures_are_different() -> None:
    hashes = [perceptual_hash(noise(seed)) for seed in range(12)]
    distances = [hash_distance(a, b) for i, a in enumerate(hashes) for b in hashes[:i]]
    assert min(distances) > 10
    assert 28 <= np.mean(distances) <= 36  # half of 64 bits, as of unrelated numbers


def test_mirrored_and_negative_pictures_are_different() -> None:
    for changed in (ImageOps.mirror(noise(3)), ImageOps.invert(noise(3))):
        assert hash_distance(perceptual_hash(noise(3)), perceptual_hash(changed)) > 10


def test_flat_pictures_share_one_hash_at_every_size_and_brightness() -> None:
    flats = {
        perceptual_hash(Image.new("RGB", size, (value,) * 3))
        for size in [(16, 16), (333, 77), (2048, 1000)]
        for value in (1, 100, 255)
    }
    assert len(flats) == 1


def test_distance_counts_bits() -> None:
    assert hash_distance("00000000000000ff", "0000000000000000") == 8
    assert hash_distance("f" * 16, "0" * 16) == 64
