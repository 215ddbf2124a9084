"""Keeping what was learnt of words: the new takes the place of the old in one transaction."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from django.db import transaction
from pgvector import HalfVector

from catalog.search.product_words import SaidProduct
from embeddings.models import EmbeddingSpace, WordDirection, WordMap
from embeddings.pipeline.words.examples import Examples
from embeddings.pipeline.words.grade import WordGrade
from embeddings.pipeline.words.table import WordTable
from embeddings.pipeline.words.values import ValueDirection, find_value_directions
from embeddings.words.models import value_term
from embeddings.words.sample import count_products, measure_pairs

_ROWS_AT_ONCE = 500


def keep_words(
    space: EmbeddingSpace,
    examples: Examples,
    said: list[SaidProduct],
    table: WordTable,
    grade: WordGrade,
    encoder: str,
) -> WordMap:
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
        rows = [_row(kept, "mean", "", mean)]
        rows += [
            _row(kept, "word", word, vector, telling=float(telling))
            for word, telling, vector in zip(table.words, table.telling, table.vectors, strict=True)
        ]
        rows += [_value_row(kept, value) for value in values]
        WordDirection.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    return kept


def _value_row(kept: WordMap, found: ValueDirection) -> WordDirection:
    term = value_term(found.name, found.value)
    return _row(kept, "value", term, found.vector, products=found.products)


def _row(
    kept: WordMap, kind: str, term: str, vector: npt.NDArray[np.float32], **facts: float
) -> WordDirection:
    return WordDirection(
        word_map=kept, kind=kind, term=term, vector=HalfVector(vector.astype(np.float16)), **facts
    )
