"""From what was typed to what PostgreSQL searches for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.contrib.postgres.search import SearchQuery

from catalog.search.analysis import Part

# Behind a number they are understood: 50x70 finds 50x70cm.
UNITS = frozenset(
    ["mm", "cm", "dm", "m", "km", "in", "inch", "ft", "ml", "cl", "l", "oz", "mg", "g", "kg", "lb"]
    + ["lbs", "w", "v", "kw", "mah", "mb", "gb", "tb", "hz"]
    + ["мм", "см", "дм", "м", "км", "мл", "л", "мг", "\u0433", "кг", "вт", "в"]
)
_MIN_BEGINNING = 3
"""Letters that the beginning of one of several parts has at least: not any word with o for B&O."""
_FIGURE = re.compile(r"\d")
_DECIMAL = re.compile(r"0*[.,]\d+|\d+[.,](?!\d{3}$)\d+")
"""1.5 is not 15; but 1.000 may be 1000."""


class TsQuery(SearchQuery):
    """A query as PostgreSQL writes it, whose words are those of the search column already."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written

    def as_sql(self, *args: Any, **options: Any) -> Any:
        return "%s::tsquery", [self.written]


def any_of(queries: Sequence[str]) -> str:
    return queries[0] if len(queries) == 1 else f"({' | '.join(queries)})"


def all_of(queries: Sequence[str]) -> str:
    return queries[0] if len(queries) == 1 else f"({' & '.join(queries)})"


def word_query(part: Part, *, begins: bool = False, weights: str = "") -> str:
    """The word or one of its forms; `begins`: or one that begins so."""
    forms = dict.fromkeys([part.word, *part.stems])
    queries = [_lexeme(form, weights=weights) for form in forms]
    if begins:
        queries.append(_lexeme(part.word, weights=weights, begins=True))
    return any_of(queries)


def prefix_query(word: str) -> str:
    """Words that begin so, in names and SKUs."""
    return _lexeme(word, weights="A", begins=True)


def phrase_query(parts: Sequence[Part], *, begins: bool = False, weights: str = "") -> str:
    """The words side by side, as they stand or in their forms."""
    as_typed = [_lexeme(part.word, weights=weights) for part in parts]
    if begins:
        as_typed[-1] = _lexeme(parts[-1].word, weights=weights, begins=True)
    phrases = [" <-> ".join(as_typed)]
    stemmed = [(place, part.stems[0]) for place, part in enumerate(parts) if part.stems]
    if len(stemmed) > 1 or len(parts) == 1:
        phrase = "".join(
            f" <{place - before}> {_lexeme(stem, weights=weights)}"
            for (before, _), (place, stem) in pairwise(stemmed)
        )
        phrases += [_lexeme(stem, weights=weights) + phrase for _, stem in stemmed[:1]]
    return f"({any_of(phrases)})"


def term_query(
    text: str,
    parts: Sequence[Part],
    joined: Sequence[Part],
    apart: Sequence[Part] = (),
    *,
    begins: bool,
    weights: str = "",
) -> str:
    """What stands between two blanks: a word, or several that may be written as one.

    parts: the words in it; joined: the same without the signs between them; apart: the same with
    blanks between letters and figures.
    """
    kept = [part for place, part in enumerate(parts) if not is_unit(parts, place)]
    has_figure = bool(_FIGURE.search(text))
    begins = begins or has_figure
    queries = []
    if len(apart) > len(parts):  # usb 3.0 of usb3.0
        queries.append(phrase_query(apart, begins=begins, weights=weights))
    if len(kept) == 1:
        return any_of([word_query(kept[0], begins=begins, weights=weights), *queries])
    if len(joined) == 1 and not _DECIMAL.fullmatch(text):
        long_enough = begins and len(joined[0].word) >= _MIN_BEGINNING
        queries.append(word_query(joined[0], begins=long_enough, weights=weights))
    if has_figure or len(joined) > 1:  # figures of a number, letters of a script without spaces
        queries.append(f"({phrase_query(kept, begins=begins, weights=weights)})")
    else:
        begins = begins and len(kept[-1].word) >= _MIN_BEGINNING
        words = [word_query(part, weights=weights) for part in kept[:-1]]
        queries.append(all_of([*words, word_query(kept[-1], begins=begins, weights=weights)]))
    return any_of(queries)


def is_unit(parts: Sequence[Part], place: int) -> bool:
    """Whether the word is the unit of a number before it."""
    return (
        place > 0 and parts[place].word in UNITS and bool(_FIGURE.search(parts[place - 1].word[-1]))
    )


def _lexeme(word: str, *, weights: str, begins: bool = False) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    marks = ("*" if begins else "") + weights
    return f"'{escaped}'" + (f":{marks}" if marks else "")
