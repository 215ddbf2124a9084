"""How alike two pictures are, in words a shopper understands: a share of 100."""

from __future__ import annotations


def match_of(score: float) -> int:
    """Say a cosine as a match from 0 to 100: negative is 0, the same picture is 100.

    Uncalibrated: the cosine itself, in percent. What counts as close differs from space to
    space, so a match of 80 is not yet comparable between two of them, nor with a person's
    judgement; until a space is calibrated against random pairs, this is the only place that
    knows how the two relate.
    """
    return round(100 * min(max(score, 0.0), 1.0))
