"""What a picture says about its colours beside a profile: PNG chunks, `nclx` of AVIF and HEIC."""

from __future__ import annotations

from functools import partial

from PIL import Image

from catalog.images.colour.encoding import (
    BT709,
    ColourEncoding,
    Primaries,
    encoding_of_code_points,
)
from catalog.images.colour.transfer import Transfer, power, srgb
from catalog.images.iso_media.colours import read_avif_colours
from catalog.images.png_chunks import find_png_chunk

# What programs write who mean sRGB, whose curve is near this power.
USUAL_GAMMA = 1 / 2.2
GAMMAS = (0.1, 5.0)  # of anybody's screen or camera; others are mistakes
MAX_PARTS = 20_000


def declared_encoding(image: Image.Image, data: bytes, kind: str) -> ColourEncoding | None:
    """How a picture says that its colours are meant, where that is to be heeded.

    None where a profile goes first, or where nothing is said that differs from sRGB. A PNG's cICP
    goes before its profile, that before sRGB, and gAMA with cHRM come last (PNG 3rd edition,
    4.3); in AVIF and HEIC the profile goes first.
    image: opened, which knows what Pillow has read; data: its file; kind: Pillow's name.
    """
    if kind == "PNG":
        return _of_cicp(data) or (None if "icc_profile" in image.info else _of_gamma(image))
    if "icc_profile" in image.info:
        return None
    said = None
    if kind == "AVIF":
        said = read_avif_colours(data, max_parts=MAX_PARTS)
    elif kind == "HEIF" and (nclx := image.info.get("nclx_profile")):
        said = nclx["color_primaries"], nclx["transfer_characteristics"]
    # The decoders have made full range and RGB of it already.
    return encoding_of_code_points(*said) if said else None


def _of_cicp(data: bytes) -> ColourEncoding | None:
    """Coding-independent code points (PNG 3rd edition, 11.3.2.6)."""
    chunk = find_png_chunk(data, b"cICP")
    if chunk is None or len(chunk) != 4:
        return None
    primaries, transfer, matrix, full_range = chunk
    if matrix:  # only RGB may stand in a PNG
        return None
    return encoding_of_code_points(primaries, transfer, full_range=bool(full_range))


def _of_gamma(image: Image.Image) -> ColourEncoding | None:
    """Image gamma and primary chromaticities (PNG 3rd edition, 11.3.2.1 and 11.3.2.2)."""
    gamma, points = image.info.get("gamma"), image.info.get("chromaticity")
    if "srgb" in image.info or not (gamma or points):
        return None
    if gamma and not GAMMAS[0] <= gamma <= GAMMAS[1]:
        return None
    curve: Transfer = srgb
    if gamma and abs(gamma / USUAL_GAMMA - 1) > 0.005:
        curve = partial(power, exponent=1 / gamma)
    if not points:
        return ColourEncoding(BT709, curve)
    white, red, green, blue = zip(points[::2], points[1::2], strict=True)
    primaries = Primaries(red, green, blue, white)
    return ColourEncoding(primaries, curve)
