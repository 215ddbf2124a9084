"""Names of products as words that can be compared."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?", re.UNICODE)


def words_of(name: str) -> list[str]:
    """The words of a name, folded: no case, no accents, no signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def name_key(name: str) -> str:
    """The same for names of the same words in any order; empty without any. 32 hex digits."""
    words = " ".join(sorted(words_of(name)))
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest() if words else ""


def numbers_in(name: str) -> set[str]:
    """The words with a digit, by which things of one line differ: 55, 2l, xt30."""
    return {word for word in words_of(name) if any(sign.isdigit() for sign in word)}


def alike(one: str, other: str) -> float:
    """How many words two names share, of all that they have: 0 to 1 (Jaccard)."""
    first, second = set(words_of(one)), set(words_of(other))
    return len(first & second) / len(first | second) if first and second else 0.0
