"""What words look like in a space, learnt by a worker from what the shop says of its products."""

from __future__ import annotations

import logging

import numpy as np

from catalog.search.product_words import read_said
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace, WordMap
from embeddings.pipeline.words.examples import Examples
from embeddings.pipeline.words.grading import choose_word_encoder
from embeddings.pipeline.words.registry import WORD_ENCODERS
from embeddings.words.keeping import keep_words
from embeddings.words.sample import mean_vectors, sample_products

logger = logging.getLogger(__name__)


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
    kept = keep_words(
        space, examples, said, encoder.fit(examples, blocks=blocks), grade, encoder.name
    )
    logger.info(
        "%s, learnt from %d products: %s",
        kept,
        len(said),
        "in use" if kept.is_accepted else "refused, no better than chance",
    )
    return kept
