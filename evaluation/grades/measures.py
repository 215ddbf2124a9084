"""What a catalogue knows about its own products, held against the answers of a sample."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Protocol

import numpy as np

from evaluation.grades.brute_force import rank_pictures, rank_products
from evaluation.grades.metrics import average_precision_at, precision_at, recall_at
from evaluation.grades.sampling import Sample
from evaluation.measured import DEPTH, MIN_PRODUCTS, Measured, NotEnoughError
from recommendations.conf import conf

MAX_QUERIES = 2_000


# Each takes how many of the first products ask (all of them, unless it is said), and how many have
# to: a part of an evaluation may be small where the whole is not.


def measure_same_product(
    sample: Sample, *, asking: int | None = None, least: int = MIN_PRODUCTS
) -> Measured:
    """Whether a picture finds the other pictures of its product. Raises NotEnoughError.

    recall@1, @5, @10 (any other one among the first so many) and mAP@10.
    """
    pictures = np.bincount(sample.owner, minlength=len(sample.products))
    asking = len(sample.products) if asking is None else asking
    may_ask = (pictures[sample.owner] > 1) & (sample.owner < asking)
    asked = np.flatnonzero(may_ask)[:MAX_QUERIES]
    products = sample.owner[asked]
    _need(len(set(products.tolist())), "with several different pictures", least=least)
    found = rank_pictures(sample.rows, asked, depth=DEPTH)
    right = sample.owner[found] == products[:, None]
    recalls = {f"recall@{k}": recall_at(right, k=k) for k in (1, 5, DEPTH)}
    precision = average_precision_at(right, pictures[products] - 1, k=DEPTH)
    return Measured(scores={**recalls, f"mAP@{DEPTH}": precision}, products=products)


def measure_category(
    sample: Sample, *, asking: int | None = None, least: int = MIN_PRODUCTS
) -> Measured:
    """Which share of the ten nearest products stands in the same category. Raises NotEnoughError.

    precision@10, of as many as there are in the category, and mAP@10.
    """
    labels = [frozenset({category}) for category in sample.categories]
    return _measure_agreement(sample, labels, "in one category", asking=asking, least=least)


def measure_kind_and_colour(
    sample: Sample, *, asking: int | None = None, least: int = MIN_PRODUCTS
) -> Measured:
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
    measured = _measure_agreement(
        coloured,
        kinds,
        "of one category and colour",
        asking=None if asking is None else int(named[:asking].sum()),
        least=least,
    )
    return Measured(scores=measured.scores, products=np.flatnonzero(named)[measured.products])


class Measure(Protocol):
    """One way to measure answers."""

    def __call__(
        self, sample: Sample, *, asking: int | None = None, least: int = MIN_PRODUCTS
    ) -> Measured: ...


MEASURES: Mapping[str, Measure] = {
    "same_product": measure_same_product,
    "category": measure_category,
    "kind_and_colour": measure_kind_and_colour,
}


def _measure_agreement(
    sample: Sample,
    labels: Sequence[frozenset[Hashable]],
    words: str,
    *,
    asking: int | None,
    least: int,
) -> Measured:
    """Of products that agree when they have a label in common."""
    holders: dict[Hashable, set[int]] = {}
    for product, held in enumerate(labels):
        for label in held:
            holders.setdefault(label, set()).add(product)

    @cache
    def others(held: frozenset[Hashable]) -> int:
        return len(set().union(*(holders[label] for label in held))) - 1

    asking = min(len(labels) if asking is None else asking, MAX_QUERIES)
    total = np.array([others(held) for held in labels[:asking]], dtype=np.intp)
    asked = np.flatnonzero(total > 0)
    _need(len(asked), f"{words} with another", least=least)
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


def _need(products: int, words: str, *, least: int) -> None:
    if products < least:
        there = f"{products} product{'s are' if products != 1 else ' is'}"
        raise NotEnoughError(f"{there} there {words}; at least {least} are needed.")
