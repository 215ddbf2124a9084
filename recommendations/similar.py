"""The door to similar items: for a product, for a vector such as a photo's, and for examples."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.spaces.live import live_space
from recommendations.answer import Answer
from recommendations.merchandising.active_rules import rules_for
from recommendations.pipeline import answer_newest, answer_query
from recommendations.request.examples import asking_pictures, direction_of
from recommendations.request.options import SearchOptions
from recommendations.request.query import Query


def similar_products(product: Product, options: SearchOptions | None = None) -> Answer:
    """Products that look like this one; of its own family one variant may be among them.

    While none of its pictures is embedded: its category's newest, labelled as such.
    Raises BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    options = (options or SearchOptions()).priced_around(product.price)
    rules = rules_for(product)
    space = live_space()
    pictures = asking_pictures(product, space) if space else []
    if space is None or not pictures:
        return answer_newest(
            product.category_id,
            space=space,
            options=options,
            rules=rules,
            leave_out=[product.pk],
            started=started,
        )
    return answer_query(
        Query(space=space, image_ids=pictures),
        options=options,
        rules=rules,
        leave_out=[product.pk],
        started=started,
    )


def products_like(
    vector: Sequence[float], *, space: EmbeddingSpace, options: SearchOptions | None = None
) -> Answer:
    """Products that look like a vector of the space, such as a shopper's photo: (D,) unit.

    Raises BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    return answer_query(
        Query(space=space, vectors=np.asarray([vector], dtype=np.float32)),
        options=options or SearchOptions(),
        rules=rules_for(None),
        started=started,
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
    rules = rules_for(None)
    space = live_space()
    direction = direction_of(positive, negative, space) if space else None
    if space is None or direction is None:
        return answer_newest(
            examples[0].category_id,
            space=space,
            options=options,
            rules=rules,
            leave_out=leave_out,
            started=started,
        )
    return answer_query(
        # The index finds what is near; the least like something is far.
        Query(space=space, vectors=direction[None], exact=not positive),
        options=options,
        rules=rules,
        leave_out=leave_out,
        floor=0,
        started=started,
    )
