"""What a JPEG will cost, read from its markers before anything is decoded (ITU-T T.81, annex B)."""

from __future__ import annotations

import re
from dataclasses import dataclass

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # less DHT, JPG and DAC

# A marker that ends entropy-coded data: not a stuffed zero, a restart (D0-D7), a fill byte (FF) or
# a code that decoders skip there. One byte of look-ahead: linear even on 10 MB of FF.
NEXT_MARKER = re.compile(rb"\xff([\xc0-\xcf\xd8-\xfe])")


@dataclass(frozen=True, slots=True)
class JpegOutline:
    """What the markers of a JPEG announce; width and height are 0 where no frame was announced."""

    width: int
    height: int
    scans: int
    segments: int
    coefficient_bytes: int
    """What a decoder keeps of the whole picture until its last scan; 0 where one scan is all."""


def outline_jpeg(data: bytes, *, max_segments: int) -> JpegOutline:
    """Walk the markers of a JPEG up to its end (what follows, as in MPO, is never decoded).

    Stops one past max_segments: 10 MB can hold 2.5 million of them. Never raises; a decoder stops
    no later than this walk does, so the scans counted are at least those that it would decode.
    """
    width = height = scans = segments = coefficients = 0
    progressive = False
    position = 2
    while segments <= max_segments:
        found = NEXT_MARKER.search(data, position)
        if found is None:
            break
        marker = found[1][0]
        position = found.end()
        if marker in (EOI, SOI):  # a second SOI is an error to every decoder
            break
        segments += 1
        length = int.from_bytes(data[position : position + 2], "big")
        if marker == SOS:
            scans += 1
        elif marker in START_OF_FRAME:
            # The largest of several, so that no order of them hides one from the limits.
            height = max(height, int.from_bytes(data[position + 3 : position + 5], "big"))
            width = max(width, int.from_bytes(data[position + 5 : position + 7], "big"))
            coefficients = max(
                coefficients, _count_coefficients(data[position : position + length])
            )
            progressive = progressive or marker in PROGRESSIVE
        position += max(length, 2)
    return JpegOutline(
        width=width,
        height=height,
        scans=scans,
        segments=segments,
        coefficient_bytes=2 * coefficients if progressive or scans > 1 else 0,
    )


def _count_coefficients(frame: bytes) -> int:
    """Samples of all components of a frame (B.2.2), each by its own share of the picture."""
    height, width = int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[5:7], "big")
    components = frame[8:]
    sampled = [(part >> 4, part & 15) for part in components[1 : 3 * (frame[7:8] or b"\0")[0] : 3]]
    most = [max(factors, default=0) for factors in zip(*sampled, strict=True)]
    if not most or not all(most):
        return 0
    return sum(width * across // most[0] * height * down // most[1] for across, down in sampled)
