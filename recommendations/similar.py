"""The door to similar items: products that look like a product, or like a vector of the space."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from catalog.models import Product
from embeddings.spaces.live import live_space
from embeddings.spaces.measured.scale import Scale
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import Answer
from recommendations.merchandising.active_rules import rules_for
from recommendations.merchandising.rules import Rules
from recommendations.pipeline import answer_newest, answer_query
from recommendations.request.query import Query, asking_pictures
from recommendations.request.question import SearchOptions


def similar_products(
    product: Product,
    options: SearchOptions | None = None,
    *,
    rules: Rules | None = None,
    space: SearchedSpace | None = None,
) -> Answer:
    """Products that look like this one; of its own family one variant may be among them.

    While none of its pictures is embedded: its category's newest, labelled as such. `rules` take
    the place of those that hold now, so that staff see what others would do. `space`: the live one,
    where the caller has asked for it already.
    Raises BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    options = (options or SearchOptions()).priced_around(product.price)
    rules = rules_for(product) if rules is None else rules
    space = space or live_space()
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
        categories=[product.category_id],
        started=started,
    )


def products_like(
    *vectors: Sequence[float],
    space: SearchedSpace,
    scale: Scale | None = None,
    options: SearchOptions | None = None,
) -> Answer:
    """Products that look like any of these vectors of the space, such as a photo's: (D,) unit.

    `scale` says what the cosines are in points, if not what those of the shop's pictures are.
    Raises BlockWeightsInvalidError.
    """
    started = time.perf_counter()
    return answer_query(
        Query(space=space, vectors=np.asarray(vectors, dtype=np.float32), scale_of_points=scale),
        options=options or SearchOptions(),
        rules=rules_for(None),
        started=started,
    )
