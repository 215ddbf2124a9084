"""Words as people type them: no upper case, no accents, and the letters that are no accents.

In this process, for the few things that are read whole (categories). Products are folded in the
database, by `catalog_fold`, which does the same.
"""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ŧ": "t",
        "\u0131": "i",
        "ð": "d",
        "ß": "ss",
        "æ": "ae",
    }
    | {"œ": "oe", "þ": "th", "’": "'", "‐": "-"}
)


def fold_words(text: str) -> str:
    """Crème Brûlée is creme brulee."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return bare.translate(_LETTERS)
