"""What the database makes of words: parts, stems, which of them are little, which it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infra.prepared import fetch_prepared


@dataclass(frozen=True, kw_only=True)
class Part:
    """A simple word, as the search column has it."""

    word: str
    stems: tuple[str, ...]
    is_little: bool
    """Whether a text of the shop's language may well do without it: the, and."""
    is_known: bool
    """Whether a product's name, brand, category or attributes say it, in whatever form."""


def analyse(texts: Sequence[str]) -> list[list[Part]]:
    """The parts of each text, in its order; none of signs alone. One statement."""
    if not texts:
        return []
    rows = fetch_prepared(
        """
        SELECT typed.place, part, catalog_is_little(part),
            tsvector_to_array(catalog_stems(part)),
            EXISTS (SELECT FROM catalog_word known WHERE known.word = part) OR EXISTS (
                SELECT FROM catalog_word known
                WHERE known.stem = ANY (tsvector_to_array(catalog_stems(part)))
            )
        FROM unnest(%s::text[]) WITH ORDINALITY AS typed (words, place),
            unnest(string_to_array(catalog_plain(typed.words), ' ')) WITH ORDINALITY
                AS parts (part, number)
        WHERE part <> ''
        ORDER BY typed.place, parts.number
        """,
        (list(texts),),
    )
    found: list[list[Part]] = [[] for _ in texts]
    for place, word, is_little, stems, is_known in rows:
        part = Part(word=word, stems=tuple(stems), is_little=is_little, is_known=is_known)
        found[place - 1].append(part)
    return found
