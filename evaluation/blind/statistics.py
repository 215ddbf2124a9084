"""How sure a share is, and how probable a split by chance. Plain arithmetic."""

from __future__ import annotations

from math import comb, sqrt

_Z = 1.959964  # of a 95 % interval


def wilson_interval(won: int, of: int) -> tuple[float, float]:
    """Between which bounds the share lies that `won` of `of` are an example of, 95 %."""
    share, squared = won / of, _Z**2
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    spread = _Z / (1 + squared / of) * sqrt(share * (1 - share) / of + squared / (4 * of**2))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def sign_test(first: int, second: int) -> float:
    """How probable a split at least as uneven is by throwing a coin; two sides, exact."""
    throws = first + second
    ways = sum(comb(throws, heads) for heads in range(min(first, second) + 1))
    return min(1.0, 2 * float(ways / 2**throws))
