"""Colours of any encoding as sRGB."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from catalog.images.colour.encoding import BT709, ColourEncoding, Primaries
from catalog.images.colour.transfer import Floats, srgb_inverse

# CIE XYZ as what the three kinds of cones see (Bradford; ICC.1:2022, annex E).
BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
# Rows are converted in strips of so many pixels: 40 MB, whatever the size of the picture.
STRIP_PIXELS = 1_000_000
# Steps of light: fine enough that the darkest of 255 levels of sRGB, 1/3,295 apart, keep apart.
LIGHT_STEPS = 1 << 14
# Light up to here stays as it is, and what is brighter is squeezed between it and white.
KNEE = 0.75
# Every mixture of 16 levels of red, green and blue, as a picture.
PROBE = Image.fromarray(np.indices((16, 16, 16)).T.reshape(64, 64, 3).astype(np.uint8) * 17)


def encoded_to_srgb(image: Image.Image, encoding: ColourEncoding) -> Image.Image:
    """Show the colours of an encoding in sRGB: L or RGB -> RGB.

    Colours that sRGB has not are cut to the nearest level of each light. Light brighter than
    white, in HDR pictures, is compressed so that what is below KNEE keeps its colour. Where no
    mixture would change by more than 1 of 255, the picture is left as it is. Raises ValueError
    for primaries that make no sense.
    """
    image_rgb = image.convert("RGB")  # no copy where it is RGB already
    matrix = _matrix(encoding.primaries)
    change = np.asarray(_convert(PROBE, encoding, matrix), np.int16) - np.asarray(PROBE, np.int16)
    if np.abs(change).max() <= 1:
        return image_rgb
    if image.mode == "L" and not encoding.is_hdr:
        return image.point(_grey_levels(encoding)).convert("RGB")
    return _convert(image_rgb, encoding, matrix)


def _convert(image: Image.Image, encoding: ColourEncoding, matrix: Floats) -> Image.Image:
    levels = _light(encoding).astype(np.float32)
    to_srgb = (matrix * (LIGHT_STEPS - 1)).T.astype(np.float32)
    written = np.rint(255 * srgb_inverse(np.linspace(0, 1, LIGHT_STEPS))).astype(np.uint8)
    result = Image.new("RGB", image.size)
    rows = max(1, STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        light = levels[np.asarray(strip)] @ to_srgb
        if encoding.is_hdr:
            light = _compress(light / (LIGHT_STEPS - 1)) * (LIGHT_STEPS - 1)
        np.clip(light, 0, LIGHT_STEPS - 1, out=light)
        result.paste(Image.fromarray(written[np.rint(light).astype(np.uint16)]), (0, top))
    return result


def _light(encoding: ColourEncoding) -> Floats:
    """What each of the 256 numbers of a channel means: (256,), 1.0 is white."""
    numbers = np.arange(256, dtype=np.float64)
    values = numbers / 255 if encoding.full_range else np.clip((numbers - 16) / 219, 0, 1)
    return encoding.transfer(values)


def _grey_levels(encoding: ColourEncoding) -> list[int]:
    return [int(level) for level in np.rint(255 * srgb_inverse(_light(encoding)))]


def _compress(light: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Bring light that is brighter than white below it, by its strongest colour: hues stay."""
    brightest = np.maximum(light.max(axis=-1, keepdims=True), 1e-6)
    above = np.maximum(brightest - KNEE, 0)
    bounded = np.minimum(brightest, KNEE) + (1 - KNEE) * (1 - np.exp(-above / (1 - KNEE)))
    return np.asarray(light * (bounded / brightest), dtype=np.float32)


def _matrix(primaries: Primaries) -> Floats:
    """Linear light of some primaries as linear light of sRGB, white as white: (3, 3)."""
    cones = [
        BRADFORD @ each.to_xyz().sum(axis=1) for each in (primaries, BT709)
    ]  # what the cones see of each white
    adapted = np.linalg.inv(BRADFORD) @ np.diag(cones[1] / cones[0]) @ BRADFORD
    return np.asarray(np.linalg.inv(BT709.to_xyz()) @ adapted @ primaries.to_xyz())
