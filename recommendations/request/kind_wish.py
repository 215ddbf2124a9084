"""Of which kinds of thing the answer is to be."""

from __future__ import annotations

from enum import StrEnum


class KindWish(StrEnum):
    """Which kinds of thing may stand in the answer, seen from what is asked with."""

    ANY = "any"
    """All; the same kind first, as far as this shop's categories agree with looks."""
    SAME = "same"
    OTHER = "other"
    """For the same look elsewhere."""
