"""The catalogue's words that somebody may have meant by one that it does not know.

By symmetric deletes (after W. Garbe's SymSpell): what is left of both words when a letter or two go
is looked up in one index, and what is found so is measured. No extension of PostgreSQL is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from infra.prepared import fetch_prepared

_MOST = 3
"""Words that are as near as each other."""
_MIN_PART = 4
"""Letters of a part of a compound: vase in Blumenvase."""


@dataclass(frozen=True, order=True)
class NearWord:
    """A word of the catalogue; the nearest comes first, of equals the one of more products."""

    distance: int
    """Letters that differ, are missing, too many or turned with the next; 0: it is a part."""
    other_beginning: bool
    rarity: int
    """Minus the products that have it."""
    word: str
    shown: str


def near_words(words: Sequence[str]) -> dict[str, list[NearWord]]:
    """For each folded word what may have been meant, nearest first; one statement.

    Words of two letters are left alone; of up to five, one letter may be wrong, of more, two.
    Where none is near, those of which it is a part, and the two of which it is made.
    """
    rows = fetch_prepared(
        """
        SELECT asked.word, found.kind, found.word, found.shown, found.stem, found.products
        FROM unnest(%s::text[]) AS asked (word), LATERAL (
            (SELECT 'near' AS kind, word, shown, stem, products FROM catalog_word
            WHERE near && catalog_deletes(asked.word) ORDER BY products DESC LIMIT 300)
            UNION ALL
            (SELECT 'part', word, shown, stem, products FROM catalog_word
            WHERE length(asked.word) >= %s AND word LIKE '%%' || asked.word || '%%'
            ORDER BY products DESC LIMIT 20)
            UNION ALL
            (SELECT 'apart', head.word || ' ' || tail.word, head.shown || ' ' || tail.shown,
                '', least(head.products, tail.products)
            FROM generate_series(3, length(asked.word) - 3) AS place
            JOIN catalog_word head ON head.word = left(asked.word, place)
            JOIN catalog_word tail ON tail.word = substr(asked.word, place + 1)
            ORDER BY 5 DESC LIMIT 1)
        ) AS found
        WHERE asked.word !~ '\\d'
        """,
        (list(words), _MIN_PART),
    )
    by_kind: dict[tuple[str, str], set[NearWord]] = defaultdict(set)
    for asked, kind, word, shown, stem, products in rows:
        far = min(_distance(asked, word), _distance(asked, stem) if stem else 99)
        if kind != "near" or far <= allowed_distance(asked):
            near = NearWord(far if kind == "near" else 0, word[:1] != asked[:1],
                            -products, word, shown)  # fmt: skip
            by_kind[asked, kind].add(near)
    found = {}
    for word in words:
        kinds = (by_kind.get((word, kind)) for kind in ("near", "apart", "part"))
        if best := sorted(next((found for found in kinds if found), ())):
            found[word] = [near for near in best if near.distance == best[0].distance][:_MOST]
    return found


def allowed_distance(word: str) -> int:
    """How many letters may be wrong."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


def _distance(one: str, other: str) -> int:
    """Optimal string alignment: letters to add, take away, exchange, or turn with the next."""
    if abs(len(one) - len(other)) > 2:
        return 99
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, theirs in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != theirs))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == theirs:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
