"""What words look like is learnt anew as the catalogue grows, and graded before it answers anybody.

A worker does it in seconds; the words of a space that takes over are there when it does.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from pgvector import HalfVector

from catalog.models import Product
from catalog.search.product_words import SaidProduct, read_said
from embeddings.conf import FIT_COOLDOWN_SECONDS, conf
from embeddings.models import EmbeddingSpace, ImageEmbedding, WordDirection, WordMap
from embeddings.pipeline.words.examples import Examples
from embeddings.pipeline.words.grade import WordGrade, choose_word_encoder
from embeddings.pipeline.words.registry import WORD_ENCODERS
from embeddings.pipeline.words.table import WordTable
from embeddings.pipeline.words.values import ValueDirection, find_value_directions
from embeddings.spaces.cooldown import Cooldown
from embeddings.spaces.measured.progress import is_built
from embeddings.words.models import value_term
from embeddings.words.sample import mean_vectors, measure_pairs, sample_products
from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

_failed_fits = PerProcess(lambda: Cooldown(seconds=FIT_COOLDOWN_SECONDS))
# Texts that were corrected are read again after so long; a catalogue that grew, at once.
_READ_AGAIN = timedelta(hours=20)
_ROWS_AT_ONCE = 500


def fit_due_words() -> None:
    """Learn the words of each space that has none yet, or whose catalogue has become another."""
    for space in EmbeddingSpace.objects.active():
        built = space.state != EmbeddingSpace.State.BUILDING or is_built(space)
        if built and not _failed_fits.get().is_active(space) and _is_due(space):
            try:
                fit_words(space)
            except ValueError as error:
                _failed_fits.get().begin(space)
                logger.info("no words for %s: %s", space, error)


def fit_words(space: EmbeddingSpace) -> WordMap:
    """Learn what words look like in a space, grade it on products held out, and keep it.

    The better of the known encoders takes the place of what was there in one transaction. One that
    is no better than chance is kept with its grade, so that staff see why, and answers nobody.
    Raises ValueError when there are too few products, or nothing is said of them.
    """
    said = list(read_said(sample_products(space)))
    vectors = mean_vectors(space, [product.id for product in said])
    said = [product for product in said if product.id in vectors]
    if len(said) < conf.FIT_WORDS_FROM_PRODUCTS:
        raise ValueError(
            f"{len(said)} products are embedded; words are learnt from "
            f"{conf.FIT_WORDS_FROM_PRODUCTS}."
        )
    examples = Examples(
        words=[product.words for product in said],
        vectors=np.stack([vectors[product.id] for product in said]),
        groups=np.array([product.group for product in said]),
    )
    blocks = space.blocks
    grade, encoder = choose_word_encoder(WORD_ENCODERS, examples, blocks=blocks)
    kept = _keep(space, examples, said, encoder.fit(examples, blocks=blocks), grade, encoder.name)
    logger.info(
        "%s, learnt from %d products: %s",
        kept,
        len(said),
        "in use" if kept.is_accepted else "refused, no better than chance",
    )
    return kept


def _is_due(space: EmbeddingSpace) -> bool:
    """Whether so many products came or went, or texts changed a while ago."""
    known = WordMap.objects.filter(space=space).first()
    products = _count_products(space)
    if known is None:
        return products >= conf.FIT_WORDS_FROM_PRODUCTS
    before = known.grade.get("available", known.products)
    if abs(products - before) > conf.CALIBRATE_AFTER_CHANGE * before:
        return True
    if timezone.now() - known.fitted_at < _READ_AGAIN:
        return False
    return products != before or Product.objects.filter(updated_at__gt=known.fitted_at).exists()


def _count_products(space: EmbeddingSpace) -> int:
    ready = ImageEmbedding.objects.in_space(space).ready().filter(product__is_published=True)
    return int(ready.aggregate(products=Count("product", distinct=True))["products"])


def _keep(
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
            grade={**grade.to_json(), "available": _count_products(space)},
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


def _row(kept: WordMap, kind: str, term: str, vector: np.ndarray, **facts: float) -> WordDirection:
    return WordDirection(
        word_map=kept, kind=kind, term=term, vector=HalfVector(vector.astype(np.float16)), **facts
    )
