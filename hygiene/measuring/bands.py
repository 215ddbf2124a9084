"""Perceptual hashes that nearly agree, found by an index instead of by comparing all with all.

A hash of 64 bits is cut into four bands of 16. Two hashes that differ in up to 7 bits differ in 1
at most in one of the bands (7 is less than 4 x 2), so whoever asks for all bands with none or one
bit changed, 4 x 17 numbers, meets every such hash. G. S. Manku and others, "Detecting
Near-Duplicates for Web Crawling" (2007), look for pages so.
"""

from __future__ import annotations

BANDS, BITS = 4, 16
SURELY_MET = 2 * BANDS - 1
"""Bits in which two hashes may differ and still be met, all of them."""


def bands_of(phash: str) -> list[int]:
    """16 hex digits -> 4 numbers, the place of the band in their upper bits; [] without a hash."""
    if len(phash) != BANDS * BITS // 4:
        return []
    whole = int(phash, 16)
    mask = (1 << BITS) - 1
    return [place << BITS | whole >> place * BITS & mask for place in range(BANDS)]


def probes_of(phash: str) -> list[int]:
    """The bands of all hashes that are to be met: each band, and each with one bit changed."""
    return [
        probe
        for band in bands_of(phash)
        for probe in (band, *(band ^ 1 << bit for bit in range(BITS)))
    ]
