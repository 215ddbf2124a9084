"""Words as they are kept: one spelling for what is one search, and nothing that names a person."""

from __future__ import annotations

import re
import unicodedata

from monitoring.models import MAX_WORDS_CHARACTERS

_SIGNS = re.compile(r"[^\w&+'’-]+")
# Addresses of mail and of pages; telephones, orders and cards. A size such as 1000 stays.
_PERSONAL = re.compile(r"@|://|www\.|(?:\d[\s./()-]*){6}")


def fold(typed: str) -> str:
    """Lower case, without accents and signs; empty for what is not to be kept.

    A text longer than MAX_WORDS_CHARACTERS was pasted, and is no search for a thing.
    """
    if len(typed) > 4 * MAX_WORDS_CHARACTERS or _PERSONAL.search(typed):
        return ""
    parts = unicodedata.normalize("NFKD", typed.casefold())
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    words = " ".join(_SIGNS.sub(" ", plain).split())
    if len(words) > MAX_WORDS_CHARACTERS or not any(map(str.isalnum, words)):
        return ""
    return words
