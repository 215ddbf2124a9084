"""The size of a picture, read before any decoder sees it and allocates that much."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.images.iso_media import (
    DamagedMediaError,
    TooManyPartsError,
    announced_sizes,
    outline_iso_media,
    read_tile_grid,
)
from catalog.images.png_chunks import png_chunks
from catalog.images.validation.errors import PictureRefusedError, damaged
from catalog.images.validation.jpeg import JpegOutline, outline_jpeg
from catalog.images.validation.limits import MEGAPIXEL, PictureLimits

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Tiles reach over the edges of the picture, transparency doubles its frames, and a picture that
# appears in steps holds up to four of them: more than this nobody's camera or program writes.
MAX_DECODES_OF_A_PIXEL = 4
# A grid of 512 px tiles is up to a tile larger each way: 24 megapixels become 28.
MAX_TILING = 1.25
NAMES = {"WEBP": "WebP", "HEIF": "HEIC"}


def check_header(data: bytes, kind: str, *, limits: PictureLimits) -> None:
    """Refuse a picture that would cost too much to decode, by what its header announces.

    kind: Pillow's name of the format. Raises PictureRefusedError; a header that says nothing
    passes, as the decoder's own opinion is checked next. Not so for AVIF and HEIC, whose decoders
    allocate what the coded frames say and not what the container says: no frame, no picture.
    """
    name = NAMES.get(kind, kind)
    if kind == "JPEG":
        outline = outline_jpeg(data, max_segments=limits.max_segments)
        _check_segments(outline.segments, _("segments"), name=name, limits=limits)
        check_size(outline.width, outline.height, kind=kind, limits=limits)
        _check_scans(outline, limits=limits)
    elif kind == "PNG":
        chunks = sum(1 for _ in png_chunks(data, limit=limits.max_segments))
        _check_segments(chunks, _("chunks"), name=name, limits=limits)
        check_size(*_unpack(">II", data, 16), kind=kind, limits=limits)
    elif kind == "GIF":
        check_size(*_unpack("<HH", data, 6), kind=kind, limits=limits)
    elif kind == "WEBP":
        check_size(*_webp_size(data), kind=kind, limits=limits)
    elif kind in ("AVIF", "HEIF"):
        _check_iso_media(data, kind, limits=limits)


def check_size(
    width: int, height: int, *, kind: str, limits: PictureLimits, most: int | None = None
) -> None:
    """Refuse a picture of too many pixels or too long a side; raises PictureRefusedError.

    most: pixels, where they are others than those of its format.
    """
    name, most = NAMES.get(kind, kind), most or limits.pixels_of(kind)
    if width * height > most:
        raise PictureRefusedError(
            "too_many_pixels",
            _("%(format)s is %(width)s x %(height)s; at most %(most)s megapixels."),
            format=name,
            width=width,
            height=height,
            most=f"{most / MEGAPIXEL:g}",
        )
    if max(width, height) > limits.max_side:
        raise PictureRefusedError(
            "side_too_long",
            _("%(format)s is %(width)s x %(height)s; no side may be over %(most)s pixels."),
            format=name,
            width=width,
            height=height,
            most=f"{limits.max_side:,}",
        )


def check_not_tiny(width: int, height: int, *, name: str, limits: PictureLimits) -> None:
    """Refuse a picture in which there is nothing to recognise; raises PictureRefusedError."""
    if min(width, height) < limits.min_side:
        raise PictureRefusedError(
            "side_too_short",
            _("%(format)s is %(width)s x %(height)s; each side needs at least %(least)s pixels."),
            format=name,
            width=width,
            height=height,
            least=limits.min_side,
        )


def _check_segments(
    count: int, what: str | _StrPromise, *, name: str, limits: PictureLimits
) -> None:
    if count > limits.max_segments:
        raise PictureRefusedError(
            "too_many_segments",
            _("%(format)s has over %(most)s %(parts)s; use fewer."),
            format=name,
            most=f"{limits.max_segments:,}",
            parts=what,
        )


def _check_scans(outline: JpegOutline, *, limits: PictureLimits) -> None:
    scans, pixels = outline.scans, outline.width * outline.height
    if scans > limits.max_jpeg_scans:
        raise PictureRefusedError(
            "too_many_scans",
            _("JPEG has %(scans)s scans; at most %(most)s."),
            scans=scans,
            most=limits.max_jpeg_scans,
        )
    if scans * pixels > limits.max_scan_pixels:
        raise PictureRefusedError(
            "too_many_scans",
            _("JPEG has %(scans)s scans of %(size)s megapixels; at most %(most)s at that size."),
            scans=scans,
            size=f"{pixels / MEGAPIXEL:.1f}",
            most=limits.max_scan_pixels // pixels,
        )
    if outline.coefficient_bytes > limits.max_coefficient_bytes:
        raise PictureRefusedError(
            "too_many_pixels",
            _("A progressive JPEG of %(size)s megapixels is too large; save it not progressive."),
            size=f"{pixels / MEGAPIXEL:.1f}",
        )


def _check_iso_media(data: bytes, kind: str, *, limits: PictureLimits) -> None:
    name = NAMES.get(kind, kind)
    try:
        is_tiled = kind == "HEIF" and read_tile_grid(data, max_parts=limits.max_segments)
        pixels = limits.max_tiled_pixels if is_tiled else limits.pixels_of(kind)
        for size in sorted(announced_sizes(data, max_parts=limits.max_segments), reverse=True):
            check_size(*size, kind=kind, limits=limits, most=pixels)
        outline = outline_iso_media(data, max_parts=limits.max_segments)
    except TooManyPartsError:
        _check_segments(limits.max_segments + 1, _("parts"), name=name, limits=limits)
        raise
    except DamagedMediaError as broken:
        raise damaged(name) from broken
    for size in sorted(outline.sizes, reverse=True):
        check_size(*size, kind=kind, limits=limits, most=pixels)
    # A small picture may be decoded several times, of the largest only what its tiles overlap.
    most = max(MAX_DECODES_OF_A_PIXEL * limits.max_pixels, MAX_TILING * pixels)
    if outline.decoded_pixels > most:
        raise PictureRefusedError(
            "too_many_pixels",
            _("%(format)s is made of %(size)s megapixels of tiles and frames; at most %(most)s."),
            format=name,
            size=f"{outline.decoded_pixels / MEGAPIXEL:.1f}",
            most=f"{most / MEGAPIXEL:g}",
        )


def _unpack(layout: str, data: bytes, offset: int) -> tuple[int, int]:
    """Two numbers from a header; (0, 0) where the file ends before them."""
    if len(data) < offset + struct.calcsize(layout):
        return 0, 0
    first, second = struct.unpack_from(layout, data, offset)
    return first, second


def _webp_size(data: bytes) -> tuple[int, int]:
    """Canvas of a WebP (RFC 9649, sections 2.5 to 2.7), which Pillow allocates on opening it."""
    kind, header = data[12:16], data[20:30].ljust(10, b"\0")
    if kind == b"VP8X":
        return int.from_bytes(header[4:7], "little") + 1, int.from_bytes(header[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(header[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = _unpack("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
