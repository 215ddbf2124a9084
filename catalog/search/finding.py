"""The door to searching by words: what is found, and how what was typed had to be understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.db import connection

from catalog.search.asked import (
    Asked,
    read_asked,
    with_synonyms,
    write_joined,
    write_query,
    write_some,
)
from catalog.search.tsquery import TsQuery, any_of
from catalog.search.typed import clean_typed
from catalog.vocabulary.near import near_words


class Reading(StrEnum):
    """How far a search is from what was typed."""

    AS_TYPED = "as_typed"
    CORRECTED = "corrected"
    """Nothing has these words; the nearest of the catalogue's own took their place."""
    SOME_WORDS = "some_words"
    """No product has all words; those with some of them are found."""
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class WordSearch:
    """What words find among the products in the shop; a value that holds no query set."""

    typed: str
    reading: Reading
    written: str
    """The query as PostgreSQL has it; empty finds nothing."""
    words: str
    """What was searched for: the words typed, or what they were taken for."""

    @property
    def query(self) -> TsQuery:
        return TsQuery(self.written)

    @cached_property
    def is_near_miss(self) -> bool:
        """Whether a page has to say that it shows something else than was asked for."""
        return self.reading in (Reading.CORRECTED, Reading.SOME_WORDS)


def understand(typed: str) -> WordSearch:
    """Read what was typed so that it finds something, as near to it as can be.

    Three short statements where the words are found as typed, up to five more where they are not,
    however large the catalogue is; one more where staff keep synonyms of them.
    """
    asked, words = read_asked(typed), clean_typed(typed)
    if asked.is_empty:
        return WordSearch(typed=typed, reading=Reading.NOTHING, written="", words=words)
    asked = with_synonyms(asked)
    for written in (write_query(asked), write_joined(asked)):
        if written and _finds(written):
            return WordSearch(typed=typed, reading=Reading.AS_TYPED, written=written, words=words)
    nearest = _nearest(asked)
    words = _say(asked, nearest)
    for again in _again(asked, nearest):
        if _finds(written := write_query(again)):
            return WordSearch(typed=typed, reading=Reading.CORRECTED, written=written, words=words)
        asked = again
    some = write_some(asked) if len(asked.wanted) > 1 else ""
    if some and _finds(some):
        return WordSearch(typed=typed, reading=Reading.SOME_WORDS, written=some, words=words)
    return WordSearch(typed=typed, reading=Reading.NOTHING, written="", words=words)


def write_corrected(asked: Asked, *, weights: str = "") -> str:
    """The query of the nearest words that the catalogue knows; empty where there are none."""
    queries = [write_query(each, weights=weights) for each in _again(asked, _nearest(asked))]
    return any_of(queries) if queries else ""


def _again(asked: Asked, nearest: Mapping[str, list[str]]) -> Iterator[Asked]:
    """As if the nearest words had been typed; then with others that are as near."""
    if nearest:
        yield read_asked(_say(asked, nearest))
        yield asked.with_also(nearest)


def _finds(written: str) -> bool:
    # Not prepared: only a plan for these very words knows how rare they are, and goes by the index.
    # MATERIALIZED: it is planned as if all that is found were wanted. For one row PostgreSQL reads
    # the table until it comes, and all of it where it had guessed too many: 44 ms in place of 0.2.
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH found AS MATERIALIZED (SELECT FROM catalog_product "
            "WHERE is_published AND search @@ %s::tsquery) SELECT EXISTS (SELECT FROM found)",
            [written],
        )
        return bool(cursor.fetchone()[0])


def _nearest(asked: Asked) -> dict[str, list[str]]:
    """For each term that the catalogue does not know, the nearest words that it does."""
    unknown = {
        term.text: word
        for term in asked.wanted
        for word in ["".join(part.word for part in asked.analysed[term.text])]
        if not term.is_phrase
        and not all(part.is_known or part.is_little for part in asked.analysed[term.text])
    }
    found = near_words(list(dict.fromkeys(unknown.values()))) if unknown else {}
    return {
        text: [near.shown for near in found[word]]
        for text, word in unknown.items()
        if word in found
    }


def _say(asked: Asked, nearest: Mapping[str, list[str]]) -> str:
    """The words that were searched for, each unknown one in the spelling of the catalogue."""
    return " or ".join(
        " ".join(
            f"-{term.text}" if term.is_unwanted
            else f'"{term.text}"' if term.is_phrase
            else nearest.get(term.text, [term.text])[0]
            for term in terms
        )
        for terms in asked.alternatives
    )  # fmt: skip
