"""Reading where words and values lead: only the rows that a question needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from embeddings.models import WordDirection
from embeddings.pipeline.words.table import WordTable
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.words.models import DirectionKind, value_term
from infra.halfvec import halfvec_cursor

Floats = npt.NDArray[np.float32]
Value = tuple[str, str]


@dataclass(frozen=True, kw_only=True, eq=False)
class HeardWords:
    """What a space knows of the words and values of one question."""

    table: WordTable
    """Of the asked words as far as they are known."""
    values: Mapping[Value, Floats]
    """(D,) of the asked values as far as pictures show them."""
    mean: Floats
    """(D,) the mean picture."""
    is_accepted: bool
    """Whether words were better than chance on products held out."""
    radius: float
    pair_median: float
    pair_p99: float
    word_median: float
    word_p99: float
    """How far words lie along random products, less the mean picture: cosines."""


def read_words(
    space: SearchedSpace, *, words: Collection[str], values: Collection[Value]
) -> HeardWords | None:
    """What the space's words say; None where none were learnt yet."""
    terms = [("mean", ""), *(("word", word) for word in words)]
    terms += [("value", value_term(*value)) for value in values]
    with halfvec_cursor() as cursor:
        # One statement: words that are learnt anew meanwhile are either the old or the new ones.
        cursor.execute(
            """
            SELECT map.is_accepted, map.radius, map.pair_median, map.pair_p99,
                (map.grade->>'median')::float8, (map.grade->>'p99')::float8,
                found.kind, found.term, found.telling, found.vector
            FROM embeddings_wordmap map
            JOIN embeddings_worddirection found ON found.word_map_id = map.id
            JOIN unnest(%s::text[], %s::text[]) AS asked (kind, term)
                ON asked.kind = found.kind AND asked.term = found.term
            WHERE map.space_id = %s
            """,
            ([kind for kind, _ in terms], [term for _, term in terms], space.pk),
        )
        rows = list(cursor)
    if not rows:
        return None
    vectors = {(row[6], row[7]): row[9].to_numpy().astype(np.float32) for row in rows}
    known = [row for row in rows if row[6] == "word"]
    accepted, radius, pair_median, pair_p99, word_median, word_p99 = rows[0][:6]
    mean = vectors["mean", ""]
    return HeardWords(
        table=WordTable(
            words=tuple(row[7] for row in known),
            telling=np.array([row[8] for row in known], dtype=np.float32),
            vectors=np.array([vectors["word", row[7]] for row in known]).reshape(-1, len(mean)),
        ),
        values={
            value: vectors["value", value_term(*value)]
            for value in values
            if ("value", value_term(*value)) in vectors
        },
        mean=mean,
        is_accepted=accepted,
        radius=radius,
        pair_median=pair_median,
        pair_p99=pair_p99,
        word_median=word_median,
        word_p99=word_p99,
    )


def shown_values(space: SearchedSpace, names: Collection[str]) -> list[Value]:
    """The values of these attributes that pictures of a space show, the most frequent first."""
    if not names:
        return []
    named = Q(*(("term__startswith", value_term(name, "")) for name in names), _connector=Q.OR)
    found = WordDirection.objects.filter(
        named, word_map__space_id=space.pk, kind=DirectionKind.VALUE
    )
    terms = found.order_by("-products", "term").values_list("term", flat=True)
    return [
        (name, term.removeprefix(value_term(name, "")))
        for term in terms
        for name in names
        if term.startswith(value_term(name, ""))
    ]
