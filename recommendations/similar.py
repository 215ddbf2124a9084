"""What "similar" means to a shopper, for a product, for a photo, and for examples."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.spaces.live import live_space
from embeddings.vectors.read import embedded_pictures, picture_vectors
from recommendations.answer import Answer
from recommendations.merchandising.rules import rules_for
from recommendations.pipeline import answer_newest, answer_query
from recommendations.request.options import SearchOptions
from recommendations.request.query import Query

# A product is asked with its first pictures: each costs a search of its own.
MAX_QUERY_PICTURES = 4
# How much what is disliked counts against what is liked. Rocchio, "Relevance Feedback in
# Information Retrieval", 1971, with the usual preference for the positive examples.
NEGATIVE_SHARE = 0.5

Floats = npt.NDArray[np.float32]


def similar_products(product: Product, options: SearchOptions | None = None) -> Answer:
    """Products that look like this one; of its own family one variant may be among them.

    While none of its pictures is embedded: its category's newest, labelled as such.
    Raises BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    options = options or SearchOptions()
    filters = options.filters
    if options.price_within is not None:
        filters = filters.priced_around(product.price, options.price_within)
    rules = rules_for(product)
    space = live_space()
    images = _embedded_pictures(product, space) if space else []
    if space is None or not images:
        return answer_newest(
            product.category_id,
            space=space,
            filters=filters,
            options=options,
            rules=rules,
            leave_out=[product.pk],
            started=started,
        )
    return answer_query(
        Query(space=space, image_ids=images),
        filters=filters,
        options=options,
        rules=rules,
        leave_out=[product.pk],
        started=started,
    )


def _embedded_pictures(product: Product, space: EmbeddingSpace) -> list[int]:
    return embedded_pictures(product.pk, space=space, limit=MAX_QUERY_PICTURES)


def products_like(
    vector: Sequence[float], *, space: EmbeddingSpace, options: SearchOptions | None = None
) -> Answer:
    """Products that look like a vector of the space, such as a shopper's photo: (D,) unit.

    Raises BlockWeightsInvalidError.
    """
    options = options or SearchOptions()
    return answer_query(
        Query(space=space, vectors=np.asarray([vector], dtype=np.float32)),
        filters=options.filters,
        options=options,
        rules=rules_for(None),
        started=time.perf_counter(),
    )


def more_like(
    positive: Sequence[Product],
    negative: Sequence[Product],
    options: SearchOptions | None = None,
) -> Answer:
    """More like these, less like those; with negative examples alone, the least like them.

    Searches in the direction of the mean of the positive examples less half that of the negative
    ones, each product by the mean of its pictures. The examples themselves stay out. The shop's
    own floor does not hold here: what is asked for may well resemble no single product. At least
    one example is needed; while none is embedded, its category's newest stand in.
    Raises BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    options = options or SearchOptions()
    examples = [*positive, *negative]
    leave_out = [product.pk for product in examples]
    space = live_space()
    direction = _direction(positive, negative, space) if space else None
    rules = rules_for(None)
    if space is None or direction is None:
        return answer_newest(
            examples[0].category_id,
            space=space,
            filters=options.filters,
            options=options,
            rules=rules,
            leave_out=leave_out,
            started=started,
        )
    return answer_query(
        # The index finds what is near; the least like something is far.
        Query(space=space, vectors=direction[None], exact=not positive),
        filters=options.filters,
        options=options,
        rules=rules,
        leave_out=leave_out,
        floor=0,
        started=started,
    )


def _direction(
    positive: Sequence[Product], negative: Sequence[Product], space: EmbeddingSpace
) -> Floats | None:
    """Where to look: (D,) unit; None where no example is embedded."""
    liked, disliked = _mean(positive, space), _mean(negative, space)
    if disliked is None:
        direction = liked
    elif liked is None:
        direction = -disliked
    else:
        direction = liked - NEGATIVE_SHARE * disliked
    if direction is None or not (length := float(np.linalg.norm(direction))):
        return None
    return np.asarray(direction / length, dtype=np.float32)


def _mean(products: Sequence[Product], space: EmbeddingSpace) -> Floats | None:
    """The mean of the products' own means; None where none of them is embedded."""
    means = []
    for product in products:
        known = picture_vectors(_embedded_pictures(product, space), space=space)
        if known:
            means.append(np.mean(list(known.values()), axis=0))
    return np.asarray(np.mean(means, axis=0)) if means else None
