"""Words as the text search knows them: folded, stemmed, without the little ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infra.prepared import fetch_prepared

# PostgreSQL refuses a text whose words come to more than a megabyte, and what a product is stands
# at its beginning.
_MAX_CHARACTERS = 4_000
MAX_WORDS = 32


@dataclass(frozen=True)
class TypedWord:
    """A word that somebody typed, and what the text search makes of it."""

    text: str
    lexemes: frozenset[str]
    """Several for "T-shirt"; none for "the"."""


def lexemes_of(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text: without accents, in their stems, each once, as they are searched.

    By the database's own functions, in the shop's language (catalog/search/text_search.py).
    """
    rows = fetch_prepared(
        """
        SELECT tsvector_to_array(
            to_tsvector(catalog_search_language(), catalog_fold(left(typed.words, %s)))
        )
        FROM unnest(%s::text[]) WITH ORDINALITY AS typed (words, place)
        ORDER BY typed.place
        """,
        (_MAX_CHARACTERS, list(texts)),
    )
    return [lexemes for (lexemes,) in rows]


def read_typed(typed: str) -> list[TypedWord]:
    """The words that somebody typed, each once, at most MAX_WORDS; signs alone are no words."""
    words = list(dict.fromkeys(typed.split()))[:MAX_WORDS]
    found = zip(words, lexemes_of(words), strict=True)
    return [
        TypedWord(word, frozenset(lexemes))
        for word, lexemes in found
        if any(map(str.isalnum, word))
    ]
