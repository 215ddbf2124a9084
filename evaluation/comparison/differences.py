"""How much more one space finds than another, by the same queries to both."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from embeddings.models import EmbeddingSpace
from evaluation.comparison.same_products import same_products
from evaluation.grades.measures import MEASURES
from evaluation.grades.metrics import mean_with_interval
from evaluation.grades.sampling import Sample, draw_sample
from evaluation.measured import DEPTH, Measured, NotEnoughError

METRIC = f"mAP@{DEPTH}"
# Colour is what recipes weigh on purpose; a shop that wants less of it loses by this measure alone.
JUDGED = ("same_product", "category")

Difference = dict[str, Any]


def measure_differences(first: EmbeddingSpace, second: EmbeddingSpace) -> dict[str, Difference]:
    """How much more of each measure the second space finds, by the same queries to both.

    The interval is that of the paired bootstrap over products: far narrower than those of the two
    grades by themselves. Products whose pictures are not all in both spaces do not ask. What cannot
    be measured says why under `not_enough`.
    """
    one, other = same_products(draw_sample(first), draw_sample(second))
    return {name: _difference(name, one, other) for name in JUDGED}


def _difference(name: str, first: Sample, second: Sample) -> Difference:
    try:
        before, after = (_measure(name, each) for each in (first, second))
    except NotEnoughError as reason:
        return {"not_enough": str(reason)}
    gain = after.scores[METRIC] - before.scores[METRIC]
    return {
        **mean_with_interval(gain, before.products),
        "queries": len(gain),
        "products": len(np.unique(before.products)),
    }


def _measure(name: str, sample: Sample) -> Measured:
    if not len(sample.products):
        raise NotEnoughError(_("No product has all its pictures in both spaces."))
    return MEASURES[name](sample)
