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

    max_bytes: int = 10 * MIB
    """Size of the file."""
    max_pixels: int = 25 * MEGAPIXEL
    """Width times height: what a decoder allocates, whatever the size of the file."""
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


CATALOG_LIMITS = PictureLimits(
    max_bytes=conf.PICTURE_MAX_MEGABYTES * MIB,
    max_pixels=conf.PICTURE_MAX_MEGAPIXELS * MEGAPIXEL,
    max_side=conf.PICTURE_MAX_SIDE,
    min_side=conf.PICTURE_MIN_SIDE,
    stored_side=conf.PICTURE_STORED_SIDE,
)
"""For staff: admin, imports and the writing API."""

# A shopper waits for the answer, and anybody may ask: fewer pixels, and a quick "try again".
PHOTO_LIMITS = replace(
    CATALOG_LIMITS,
    max_pixels=conf.PHOTO_MAX_MEGAPIXELS * MEGAPIXEL,
    max_scan_pixels=400 * MEGAPIXEL,
    stored_side=conf.PHOTO_STORED_SIDE,
    max_wait_s=0.4,
)
"""For anonymous photo search."""
