"""SKUs that look alike are one to people, whatever characters a program put into them."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 64
_MINUS = "\u2212\u00ad"  # minus sign and soft hyphen, which are no dashes to Unicode


def clean_sku(text: str) -> str:
    """As it is kept: without what cannot be seen, and without blanks around it."""
    visible = "".join(
        " " if unicodedata.category(each) in ("Zs", "Zl", "Zp") else each
        for each in text
        if each.isspace() or unicodedata.category(each)[0] != "C"
    )
    return " ".join(visible.split())


def fold_sku(text: str) -> str:
    """As it is compared: abc-77, ABC-77, and ABC-77 with a hyphen that does not break, are one."""
    dashed = "".join(
        "-" if unicodedata.category(each) == "Pd" or each in _MINUS else each for each in text
    )
    return re.sub(r"\s+", " ", clean_sku(unicodedata.normalize("NFKC", dashed))).casefold()
