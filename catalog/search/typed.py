"""What somebody typed, taken apart: words, "phrases", or, -not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_TERMS = 16
MAX_CHARACTERS = 200

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u2033", '"'))
# A word to the database, with or without a blank before its number, and a sign to Python.
_NUMBER_SIGN = re.compile(r"\u2116\s*(?=\d)")
# A quoted phrase, or whatever stands between two blanks; each may be meant not to be there. A quote
# behind a figure is the sign of inches, and a minus before one its own.
_TERM = re.compile(
    r'(?P<no>(?<!\S)[-\u2013\u2212](?=[^\W\d]|"))?'
    r'(?:(?<!\w)"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Term:
    """What stands between two blanks, or in quotes."""

    text: str
    is_phrase: bool = False
    is_unwanted: bool = False


def clean_typed(typed: str) -> str:
    """Without what no text of a database may have."""
    return _CONTROL.sub(" ", typed).strip()


def read_terms(typed: str) -> list[list[Term]]:
    """The terms of each alternative (`red or blue`): at most MAX_TERMS, signs alone left out."""
    clean = _CONTROL.sub(" ", typed)[:MAX_CHARACTERS].translate(_QUOTES)
    clean = unicodedata.normalize("NFC", _NUMBER_SIGN.sub("No", clean))
    alternatives: list[list[Term]] = [[]]
    for found in list(_TERM.finditer(clean))[:MAX_TERMS]:
        text = found["phrase"] or found["word"] or ""
        if text.lower() == "or" and found["word"] and alternatives[-1]:
            alternatives.append([])
        elif any(map(str.isalnum, text)):
            phrase, unwanted = found["phrase"] is not None, bool(found["no"])
            alternatives[-1].append(Term(text=text, is_phrase=phrase, is_unwanted=unwanted))
    return [terms for terms in alternatives if terms] or [[]]
