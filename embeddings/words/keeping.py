"""Keeping what was learnt of words: the new takes the place of the old in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
from django.db import transaction
from pgvector import HalfVector

from catalog.search.product_words import SaidProduct
from embeddings.models import EmbeddingSpace, WordMap
from embeddings.pipeline.words.examples import Examples
from embeddings.pipeline.words.grade import WordGrade
from embeddings.pipeline.words.pairs import measure_pairs
from embeddings.pipeline.words.table import WordTable
from embeddings.pipeline.words.values import ValueDirection, find_value_directions
from embeddings.words.models import value_term
from embeddings.words.sample import count_products
from infra.halfvec import halfvec_cursor

_ROWS_AT_ONCE = 500

Floats = npt.NDArray[np.float32]
_Row = tuple[str, str, float, int, Floats]
"""Kind, term, how telling, products, (D,)."""


def keep_words(
    space: EmbeddingSpace,
    examples: Examples,
    said: list[SaidProduct],
    table: WordTable,
    grade: WordGrade,
    encoder: str,
) -> WordMap:
    """Keep the words of a space, with the values of attributes that its pictures show."""
    mean = examples.vectors.mean(axis=0)
    median, p99 = measure_pairs(examples)
    values = find_value_directions(
        examples.vectors,
        categories=[product.category_id for product in said],
        values=[product.values for product in said],
    )
    with transaction.atomic():
        EmbeddingSpace.objects.select_for_update().get(pk=space.pk)
        WordMap.objects.filter(space=space).delete()
        kept = WordMap.objects.create(
            space=space,
            encoder=encoder,
            sha256=table.sha256,
            products=len(said),
            words=len(table.words),
            radius=float(np.sqrt(np.square(examples.vectors - mean).sum(axis=1).mean())),
            pair_median=median,
            pair_p99=p99,
            grade={**grade.to_json(), "available": count_products(space)},
            is_accepted=grade.is_better_than_chance,
        )
        _store(kept, _rows(mean, table, values))
    return kept


def _rows(mean: Floats, table: WordTable, values: Iterable[ValueDirection]) -> Iterator[_Row]:
    yield "mean", "", 1.0, 0, mean
    for word, telling, vector in zip(table.words, table.telling, table.vectors, strict=True):
        yield "word", word, float(telling), 0, vector
    written = set()
    for found in values:
        term = value_term(found.name, found.value)
        # size:eu = 40 and size = eu:40 are written alike; the more frequent of them comes first.
        if term not in written:
            written.add(term)
            yield "value", term, 1.0, found.products, found.vector


def _store(kept: WordMap, rows: Iterable[_Row]) -> None:
    """In binary, as workers store the vectors of pictures."""
    waiting = list(rows)
    for start in range(0, len(waiting), _ROWS_AT_ONCE):
        some = waiting[start : start + _ROWS_AT_ONCE]
        kinds, terms, telling, products, vectors = zip(*some, strict=True)
        halved = [HalfVector(vector.astype(np.float16)) for vector in vectors]
        with halfvec_cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO embeddings_worddirection
                    (word_map_id, kind, term, telling, products, vector)
                SELECT %s, made.* FROM unnest(
                    %s::text[], %s::text[], %s::float8[], %s::int[], %b::halfvec[]
                ) AS made
                """,
                (kept.pk, list(kinds), list(terms), list(telling), list(products), halved),
            )
