"""What the floor of a space lets through: how much of it is of the asked product's own kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.learning.floors import FIRST, SHOWN, first_of_kind
from embeddings.spaces.measured.learning.pairs import Pairs
from embeddings.spaces.measured.learning.read import read_held_out, sample_products
from embeddings.spaces.measured.scale import Scale
from evaluation.grades.metrics import mean_with_interval
from evaluation.measured import MIN_PRODUCTS, Values
from recommendations.request.floors import floors_of_shop

_PICTURES = 2_000

Bools = npt.NDArray[np.bool_]


def measure_floor(space: EmbeddingSpace) -> dict[str, Any]:
    """Precision and recall of "same category" among the twelve nearest, at the floor that holds.

    `precision`: which share of what is shown is of the product's own category; `recall@4`: which
    share of the first four of its own category is shown; `answered`: whether anything is. Of
    products that have others of their category, each mean with its 95 % interval; in a space that
    products taught, of such as did not. By the floors alone: where the kind counts beside the look,
    more of the own category is shown.
    """
    scale = space.scales.catalogue
    if scale is None:
        return {"not_enough": "The space is not calibrated yet."}
    pairs = Pairs.of(read_held_out(space, sample_products(space, _PICTURES)))
    asking = np.unique(pairs.neighbours.asked[pairs.same])
    if len(asking) < MIN_PRODUCTS:
        return {
            "not_enough": f"{len(asking)} products have others of their category near them; at "
            f"least {MIN_PRODUCTS} are needed."
        }
    held = floors_of_shop(scale)
    floors = (held.own_kind, held.other_kinds)
    return {
        "min_match": held.own_kind,
        "min_match_other_kinds": held.other_kinds,
        "basis": scale.basis,
        "queries": len(asking),
        **measure_answers(pairs, asking, passes=passes_floor(pairs, scale, floors)),
    }


def passes_floor(pairs: Pairs, scale: Scale, floors: tuple[int, int]) -> Bools:
    """Which neighbours have as many points as their kind needs: (own, others) -> (N,)"""
    points = np.array([scale.points(cosine) for cosine in pairs.neighbours.cosines.tolist()])
    return np.asarray(points >= np.where(pairs.same, *floors))


def measure_answers(pairs: Pairs, asking: npt.NDArray[np.intp], *, passes: Bools) -> dict[str, Any]:
    """Means with intervals over the asking products; (P',) numbers, (N,) -> by name"""
    neighbours, same = pairs.neighbours, pairs.same
    products = len(pairs.kinds)

    def count(chosen: Bools) -> Values:
        return np.bincount(neighbours.asked[chosen], minlength=products)[asking].astype(float)

    shown = passes & (neighbours.rank < SHOWN)
    first = first_of_kind(neighbours, same)
    answered = count(shown) > 0
    precision = count(shown & same)[answered] / count(shown)[answered]
    figures = {
        "precision": (precision, asking[answered]),
        f"recall@{FIRST}": (count(first & passes) / count(first), asking),
        "answered": (answered.astype(float), asking),
    }
    return {
        name: mean_with_interval(values, of) for name, (values, of) in figures.items() if len(of)
    }
