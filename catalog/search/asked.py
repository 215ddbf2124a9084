"""A whole search, as PostgreSQL is asked: all terms of one of the alternatives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from catalog.search.analysis import Part, analyse
from catalog.search.tsquery import (
    all_of,
    any_of,
    is_unit,
    phrase_query,
    prefix_query,
    term_query,
    word_query,
)
from catalog.search.typed import Term, read_terms
from catalog.vocabulary.synonyms import key_of, synonyms_of

# As `catalog_plain` has them in the database: 50 cm x 70 cm, 24" x 36", or with a Cyrillic letter.
_TIMES = re.compile(
    r"""(\d)\s*(?:(?:mm|cm|dm|m|km|in|inch|ft|мм|см|м|['"\u2019\u201d\u2032\u2033]{1,2})\s*)?"""
    r"[x\u00d7*\u0445]\s*(?=\d)",
    re.IGNORECASE,
)
# Not the vowels of Indian and Thai words, which are no letters to Python.
_SIGNS = re.compile(r"(?:(?![\u0300-\u036f\u0900-\u0963\u0966-\u109f\u1780-\u17ff])[^\w\s]|_)+")
_LETTER_BESIDE_FIGURE = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
MAX_SPAN = 3
"""Terms that may have another name together: coffee table."""
Analysed = Mapping[str, list[Part]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is searched for, term by term."""

    typed: str
    alternatives: list[list[Term]]
    analysed: Analysed
    """The parts of each term, of each without signs, and of each two that might be one word."""
    also: Mapping[str, list[str]] = field(default_factory=dict)
    """Other texts that mean a term, or several side by side: synonyms, corrections."""

    @property
    def is_empty(self) -> bool:
        return not any(self.analysed.get(term.text) for term in self.wanted)

    def with_also(self, also: Mapping[str, Sequence[str]]) -> Asked:
        """With other texts that may stand for terms; one statement."""
        texts = [text for others in also.values() for text in others]
        return replace(
            self,
            also={**self.also, **{text: list(others) for text, others in also.items()}},
            analysed={**self.analysed, **dict(zip(texts, analyse(texts), strict=True))},
        )

    @property
    def folded(self) -> str:
        """All words as the search column has them, with single spaces."""
        return " ".join(part.word for term in self.wanted for part in self.analysed[term.text])

    @property
    def last_word(self) -> str:
        return self.folded.rpartition(" ")[2]

    @property
    def wanted(self) -> list[Term]:
        """The terms that shall be there."""
        return [term for terms in self.alternatives for term in terms if not term.is_unwanted]

    def without_signs(self, term: Term) -> list[Part]:
        return self.analysed[_SIGNS.sub("", term.text)]

    def apart(self, term: Term) -> list[Part]:
        """With blanks between letters and figures."""
        return self.analysed[_LETTER_BESIDE_FIGURE.sub(" ", term.text)]

    def is_little(self, term: Term) -> bool:
        """Whether a product may do without it: a word such as `the`."""
        return not term.is_phrase and all(part.is_little for part in self.analysed[term.text])


def read_asked(typed: str) -> Asked:
    """Understand what was typed, in one statement."""
    alternatives = read_terms(_TIMES.sub(r"\1x", typed))
    texts: dict[str, None] = {}
    for terms in alternatives:
        squeezed = [_SIGNS.sub("", term.text) for term in terms]
        texts |= dict.fromkeys([*(term.text for term in terms), *squeezed])
        texts |= dict.fromkeys(_LETTER_BESIDE_FIGURE.sub(" ", term.text) for term in terms)
        texts |= dict.fromkeys(map("".join, pairwise(squeezed)))
    return Asked(
        typed=typed,
        alternatives=alternatives,
        analysed=dict(zip(texts, analyse(list(texts)), strict=True)),
    )


def with_synonyms(asked: Asked) -> Asked:
    """With what staff keep as meaning the same; one statement, another where there is some."""
    spans = {
        " ".join(term.text for term in terms[place : place + size]): key_of(
            part for term in terms[place : place + size] for part in asked.analysed[term.text]
        )
        for terms in asked.alternatives
        for size in range(1, MAX_SPAN + 1)
        for place in range(len(terms) - size + 1)
        if not any(term.is_unwanted for term in terms[place : place + size])
    }
    found = synonyms_of([key for key in spans.values() if key])
    return asked.with_also({text: found[key] for text, key in spans.items() if key in found})


def write_query(asked: Asked, *, weights: str = "", begins_all: bool = False) -> str:
    """The query of all terms; `weights`: in which fields, `begins_all`: each term begins a word."""
    queries = [
        written
        for terms in asked.alternatives
        if (written := _all_terms(asked, terms, weights=weights, begins_all=begins_all))
    ]
    return any_of(queries) if queries else ""


def write_some(asked: Asked) -> str:
    """The query of any of the terms."""
    terms = [term for term in asked.wanted if not asked.is_little(term)] or asked.wanted
    queries = [_term(asked, term, weights="", begins=False) for term in terms]
    return any_of(queries) if queries else ""


def write_joined(asked: Asked) -> str:
    """The query of all that was typed as one word: a SKU whose separators stand elsewhere."""
    words = [part.word for term in asked.wanted for part in asked.analysed[term.text]]
    if len(words) == 1 or not any(map(str.isdigit, "".join(words))):
        return ""
    return prefix_query("".join(words))


def _all_terms(asked: Asked, terms: list[Term], *, weights: str, begins_all: bool) -> str:
    terms = [term for term in terms if asked.analysed[term.text]]
    wanted = [term for term in terms if not term.is_unwanted]
    telling = [term for term in wanted if not asked.is_little(term)] or wanted
    telling = [term for term in telling if not _is_unit_of_term_before(asked, terms, term)]
    if not telling:
        return ""
    queries, place = [], 0
    while place < len(telling):
        term, is_last = telling[place], place == len(telling) - 1
        if span := _span(asked, telling[place:]):
            queries.append(_any_name(asked, telling[place : place + span], weights=weights))
            place += span
            continue
        begins = begins_all or (is_last and (place > 0 or not _is_letter(asked, term)))
        either = [_term(asked, term, weights=weights, begins=begins)]
        # Written as one with the term before it, or with the next.
        for first in (place - 1, place):
            pair = telling[max(first, 0) : first + 2]
            if len(pair) == 2 and (joined := _joined(asked, *pair)):
                ends = begins_all or first == len(telling) - 2
                either.append(word_query(joined, begins=ends, weights=weights))
        queries.append(any_of(either))
        place += 1
    unwanted = [
        f"!{_term(asked, term, weights=weights, begins=False)}"
        for term in terms
        if term.is_unwanted
    ]
    return all_of([*queries, *unwanted])


def _term(asked: Asked, term: Term, *, weights: str, begins: bool) -> str:
    parts = asked.analysed[term.text]
    if term.is_phrase:
        return phrase_query(parts, weights=weights)
    written = term_query(
        *(term.text, parts, asked.without_signs(term), asked.apart(term)),
        begins=begins,
        weights=weights,
    )
    return any_of([written, *_others(asked, term.text, begins=begins, weights=weights)])


def _others(asked: Asked, text: str, *, begins: bool, weights: str) -> list[str]:
    return [
        all_of([word_query(part, begins=begins, weights=weights) for part in asked.analysed[other]])
        for other in asked.also.get(text, ())
        if asked.analysed.get(other)
    ]


def _span(asked: Asked, terms: list[Term]) -> int:
    """How many terms, from the first on, have another name together; 0 for none."""
    sizes = range(min(MAX_SPAN, len(terms)), 1, -1)
    return next((n for n in sizes if " ".join(t.text for t in terms[:n]) in asked.also), 0)


def _any_name(asked: Asked, terms: list[Term], *, weights: str) -> str:
    text = " ".join(term.text for term in terms)
    own = all_of([_term(asked, term, weights=weights, begins=False) for term in terms])
    return any_of([own, *_others(asked, text, begins=False, weights=weights)])


def _joined(asked: Asked, term: Term, after: Term) -> Part | None:
    """The two as one word, where the catalogue has such a word, or it may be a number's."""
    if term.is_phrase or after.is_phrase:
        return None
    text = _SIGNS.sub("", term.text) + _SIGNS.sub("", after.text)
    match asked.analysed.get(text):
        case [one] if one.is_known or any(map(str.isdigit, one.word)):
            return one
    return None


def _is_letter(asked: Asked, term: Term) -> bool:
    """Half of all products have a word that begins so; in other scripts a letter may be a word."""
    word = "".join(part.word for part in asked.analysed[term.text])
    return len(word) == 1 and word.isascii()


def _is_unit_of_term_before(asked: Asked, terms: list[Term], term: Term) -> bool:
    place = terms.index(term)
    if place == 0 or term.is_phrase:
        return False
    both = [*asked.analysed[terms[place - 1].text], *asked.analysed[term.text]]
    return len(asked.analysed[term.text]) == 1 and is_unit(both, len(both) - 1)
