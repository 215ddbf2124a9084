"""What a catalogue knows about its own products, held against the answers of a sample."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache

import numpy as np

from evaluation.grades.brute_force import rank_pictures, rank_products
from evaluation.grades.metrics import average_precision_at, precision_at, recall_at
from evaluation.grades.sampling import Sample
from evaluation.measured import DEPTH, MIN_PRODUCTS, Measured, NotEnoughError
from recommendations.conf import conf

MAX_QUERIES = 2_000


def measure_same_product(sample: Sample) -> Measured:
    """Whether a picture finds the other pictures of its product. Raises NotEnoughError.

    recall@1, @5, @10 (any other one among the first so many) and mAP@10.
    """
    pictures = np.bincount(sample.owner, minlength=len(sample.products))
    asked = np.flatnonzero(pictures[sample.owner] > 1)[:MAX_QUERIES]
    products = sample.owner[asked]
    _need(len(set(products.tolist())), "with several different pictures")
    found = rank_pictures(sample.rows, asked, depth=DEPTH)
    right = sample.owner[found] == products[:, None]
    recalls = {f"recall@{k}": recall_at(right, k=k) for k in (1, 5, DEPTH)}
    precision = average_precision_at(right, pictures[products] - 1, k=DEPTH)
    return Measured(scores={**recalls, f"mAP@{DEPTH}": precision}, products=products)


def measure_category(sample: Sample) -> Measured:
    """Which share of the ten nearest products stands in the same category. Raises NotEnoughError.

    precision@10, of as many as there are in the category, and mAP@10.
    """
    return _measure_agreement(
        sample, [frozenset({category}) for category in sample.categories], "in one category"
    )


def measure_kind_and_colour(sample: Sample) -> Measured:
    """Which share of the ten nearest is of the same category and has a colour in common.

    precision@10 and mAP@10 among the products whose attributes name a colour; where few products
    agree, ten places hold them all sooner or later, and only mAP tells. Raises NotEnoughError.
    """
    named = np.array([bool(colours) for colours in sample.colours], dtype=bool)
    if not named.any():
        raise NotEnoughError("No product has a colour among its attributes (colour or color).")
    coloured = sample.only(named)
    kinds = [
        frozenset((category, colour) for colour in colours)
        for category, colours in zip(coloured.categories, coloured.colours, strict=True)
    ]
    measured = _measure_agreement(coloured, kinds, "of one category and colour")
    return Measured(scores=measured.scores, products=np.flatnonzero(named)[measured.products])


MEASURES: Mapping[str, Callable[[Sample], Measured]] = {
    "same_product": measure_same_product,
    "category": measure_category,
    "kind_and_colour": measure_kind_and_colour,
}


def _measure_agreement(
    sample: Sample, labels: Sequence[frozenset[Hashable]], words: str
) -> Measured:
    """Of products that agree when they have a label in common."""
    holders: dict[Hashable, set[int]] = {}
    for product, held in enumerate(labels):
        for label in held:
            holders.setdefault(label, set()).add(product)

    @cache
    def others(held: frozenset[Hashable]) -> int:
        return len(set().union(*(holders[label] for label in held))) - 1

    asking = min(len(labels), MAX_QUERIES)
    total = np.array([others(held) for held in labels[:asking]], dtype=np.intp)
    asked = np.flatnonzero(total > 0)
    _need(len(asked), f"{words} with another")
    found = rank_products(
        sample.rows, sample.owner, asked=asking, pictures=conf.MAX_QUERY_PICTURES, depth=DEPTH
    )
    right = [[not labels[q].isdisjoint(labels[p]) for p in found[q]] for q in asked.tolist()]
    return Measured(
        scores={
            f"precision@{DEPTH}": precision_at(right, total[asked], k=DEPTH),
            f"mAP@{DEPTH}": average_precision_at(right, total[asked], k=DEPTH),
        },
        products=asked,
    )


def _need(products: int, words: str) -> None:
    if products < MIN_PRODUCTS:
        there = f"{products} product{'s are' if products != 1 else ' is'}"
        raise NotEnoughError(f"{there} there {words}; at least {MIN_PRODUCTS} are needed.")
