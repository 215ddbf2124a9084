"""Ids as forms and addresses bring them."""

from __future__ import annotations

_MOST_DIGITS = 18
"""PostgreSQL can hold any number of so many."""


def sent_id(text: str) -> int:
    """The id; 0, which no row has, where the text is none."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0
