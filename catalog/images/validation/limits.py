"""How big a picture may be, from staff and from shoppers.

Read from the settings once, when the process starts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.conf import conf

MIB = 1024 * 1024
MEGAPIXEL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What is accepted; whoever has rules of their own replaces only the fields that differ."""

    max_bytes: int = 40 * MIB
    """Size of the file."""
    max_pixels: int = 25 * MEGAPIXEL
    """Width times height: a decoder allocates 16 bytes each, whatever the size of the file."""
    max_jpeg_pixels: int = 105 * MEGAPIXEL
    """The same of a JPEG, whose decoder shrinks it on the way: 0.1 to 1 byte each."""
    max_heic_pixels: int = 50 * MEGAPIXEL
    """The same of a HEIC: 7.4 bytes each."""
    max_tiled_pixels: int = 50 * MEGAPIXEL
    """The same of a HEIC of tiles, as phones write it, which are decoded one by one."""
    max_coefficient_bytes: int = 400 * MIB
    """What a JPEG of several scans keeps of all of them at once: 3 to 6 bytes a pixel."""
    max_side: int = 12_000
    """Pixels; beyond it lie strips and banners, not products."""
    min_side: int = 16
    """Pixels; below it there is nothing to recognise."""
    max_jpeg_scans: int = 200
    """Passes over a progressive JPEG; common encoders write about 10."""
    max_scan_pixels: int = 1_000 * MEGAPIXEL
    """Scans times pixels: about 1.2 s of one core. 200 scans of 25 megapixels cost 5.6 s."""
    max_segments: int = 20_000
    """Segments of a JPEG or chunks of a PNG; each costs Pillow some 10 microseconds in Python."""
    stored_side: int = 2_048
    """Pixels; the longer side of what is kept."""
    max_wait_s: float = 10.0
    """Seconds to wait for a free place at the decoder before giving up with ValidationBusyError."""

    def pixels_of(self, kind: str) -> int:
        """How many pixels a picture may have; kind: Pillow's name of its format."""
        if kind == "JPEG":
            return self.max_jpeg_pixels
        return self.max_heic_pixels if kind == "HEIF" else self.max_pixels


CATALOG_LIMITS = PictureLimits(
    max_bytes=conf.PICTURE_MAX_MEGABYTES * MIB,
    max_pixels=conf.PICTURE_MAX_MEGAPIXELS * MEGAPIXEL,
    max_jpeg_pixels=conf.PICTURE_JPEG_MAX_MEGAPIXELS * MEGAPIXEL,
    max_heic_pixels=conf.PICTURE_HEIC_MAX_MEGAPIXELS * MEGAPIXEL,
    max_tiled_pixels=conf.PICTURE_HEIC_MAX_MEGAPIXELS * MEGAPIXEL,
    max_side=conf.PICTURE_MAX_SIDE,
    min_side=conf.PICTURE_MIN_SIDE,
    stored_side=conf.PICTURE_STORED_SIDE,
)
"""For staff: admin, imports and the writing API."""

# A shopper waits for the answer, and anybody may ask: fewer pixels, and a quick "try again".
PHOTO_LIMITS = replace(
    CATALOG_LIMITS,
    max_bytes=conf.PHOTO_MAX_MEGABYTES * MIB,
    max_pixels=conf.PHOTO_MAX_MEGAPIXELS * MEGAPIXEL,
    max_jpeg_pixels=conf.PHOTO_JPEG_MAX_MEGAPIXELS * MEGAPIXEL,
    max_heic_pixels=conf.PHOTO_HEIC_MAX_MEGAPIXELS * MEGAPIXEL,
    max_tiled_pixels=max(conf.PHOTO_HEIC_MAX_MEGAPIXELS, conf.PHOTO_JPEG_MAX_MEGAPIXELS)
    * MEGAPIXEL,
    max_coefficient_bytes=160 * MIB,
    max_scan_pixels=600 * MEGAPIXEL,
    stored_side=conf.PHOTO_STORED_SIDE,
    max_wait_s=0.4,
)
"""For anonymous photo search."""
