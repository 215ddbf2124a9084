"""The door to similar items: products that look like a product, or like a vector of the space."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from catalog.categories.kin import read_kin
from catalog.models import Product
from embeddings.spaces.live import live_space
from embeddings.spaces.measured.scale import Scale
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import Answer
from recommendations.hydration import show
from recommendations.merchandising.active_rules import rules_for, rules_for_each
from recommendations.merchandising.rules import Rules
from recommendations.pipeline import answer_newest, answer_query
from recommendations.request.kinds import ReadKin
from recommendations.request.query import Query, asking_pictures, asking_pictures_of_each
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
    rules = rules_for(product) if rules is None else rules
    space = space or live_space()
    pictures = asking_pictures(product, space) if space else []
    return answer_beside(
        product, options, space=space, pictures=pictures, rules=rules, started=started
    )


def similar_to_each(
    products: Sequence[Product], options: SearchOptions | None = None
) -> dict[int, Answer]:
    """The same for many products, by their ids; what all need is read once.

    Raises BlockWeightsInvalidError, WordsRefusedError: what is wrong is so for all of them.
    """
    once = {product.pk: product for product in products}
    if not once:
        return {}
    space = live_space()
    pictures = asking_pictures_of_each(once, space) if space else {}
    kin_of_all = cache(lambda: read_kin({product.category_id for product in once.values()}))
    explains = options is not None and options.explain  # each with its own vectors
    answers = {
        product.pk: answer_beside(
            product,
            options,
            space=space,
            pictures=pictures.get(product.pk, []),
            rules=rules,
            read_kin=lambda _categories: kin_of_all(),
            hydrated=explains,
            started=time.perf_counter(),
        )
        for product, rules in zip(once.values(), rules_for_each(list(once.values())), strict=True)
    }
    if explains:
        return answers
    shown = show([answer.results for answer in answers.values()])
    return {
        pk: replace(answer, results=results)
        for (pk, answer), results in zip(answers.items(), shown, strict=True)
    }


def answer_beside(
    product: Product,
    options: SearchOptions | None,
    *,
    space: SearchedSpace | None,
    pictures: Sequence[int],
    rules: Rules,
    read_kin: ReadKin = read_kin,
    hydrated: bool = True,
    started: float,
) -> Answer:
    """Similar items of a product of which all that an answer needs is known."""
    options = (options or SearchOptions()).priced_around(product.price)
    if space is None or not pictures:
        return answer_newest(
            product.category_id,
            space=space,
            options=options,
            rules=rules,
            leave_out=[product.pk],
            hydrated=hydrated,
            started=started,
        )
    return answer_query(
        Query(space=space, image_ids=pictures),
        options=options,
        rules=rules,
        leave_out=[product.pk],
        categories=[product.category_id],
        read_kin=read_kin,
        hydrated=hydrated,
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
