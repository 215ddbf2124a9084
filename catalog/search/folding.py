"""Words as people type them: no upper case, no accents, and the letters that are no accents.

In this process, for the few things that are read whole (categories). Products are folded in the
database, by `catalog_fold`, which does the same.
"""

from __future__ import annotations

import re
import unicodedata

_QUOTES = (
    "\u2019\u2018\u201a\u201b\u02bc\u02b9\u02bb\u02bd\u02be\u02bf\u02c8\ua78c\u2032\uff07`"
    "\u00b4\u05f3"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
# What nobody sees, and the signs of trade marks.
_NOTHING = (
    "\u2122\u2120\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d"
    "\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
_SIGNS = str.maketrans(
    {
        "\u00d7": "x",
        **dict.fromkeys(_QUOTES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_NOTHING, ""),
    }
)
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50)  # Arabic, Persian, Devanagari, Bengali, Thai
_LETTERS = str.maketrans(
    {
        **dict(zip("łøđħŧ\u0131ðəŋς", "lodhtiden\u03c3", strict=True)),
        **{"\u2032": "'", "\u2044": "/", "\u06a9": "\u0643", "\u06cc": "\u064a"},
        **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"},
        **{chr(zero + n): str(n) for zero in _ZEROS for n in range(10)},
    }
)
_FRACTION = re.compile("(?<=[0-9])(?=[\u00bc-\u00be\u2150-\u215e])")
_MARKS = re.compile(
    "([a-z\u03b1-\u03c9])[\u0300-\u036f]+|([аеиоуыэюяі])\u0301+"
    "|[\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)


def fold_words(text: str) -> str:
    """Crème Brûlée is creme brulee."""
    plain = unicodedata.normalize("NFKD", _FRACTION.sub(" ", text).translate(_SIGNS)).lower()
    bare = plain.translate(_LETTERS).replace("\u0435\u0308", "\u0435")
    return unicodedata.normalize("NFC", _MARKS.sub(r"\1\2", bare))
