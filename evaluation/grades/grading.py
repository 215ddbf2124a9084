"""How good a space's answers are, by what the catalogue itself knows; kept with the space."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from embeddings.models import EmbeddingSpace
from evaluation.grades.floor import measure_floor
from evaluation.grades.measures import (
    Measure,
    measure_category,
    measure_kind_and_colour,
    measure_same_product,
)
from evaluation.grades.metrics import mean_with_interval
from evaluation.grades.sampling import Sample, draw_sample
from evaluation.judgements.agreement import grade_judgements
from evaluation.measured import MIN_PRODUCTS, Floats, Measured, NotEnoughError

DISTANCE = (
    "Cosine. The vectors have unit length, where Euclidean distance gives the same order: "
    "grades by it would be these."
)

Grade = dict[str, Any]


def grade_space(space: EmbeddingSpace) -> Grade:
    """Grade a space by its stored vectors and keep the grades with it; they are returned.

    Needs no labels beyond the catalogue: pictures of one product, its category, its colour. Each
    mean comes with the bounds of its 95 % bootstrap interval over products. What cannot be graded
    says why under `not_enough`. What people said of pairs is a grade by itself, `judgements`.
    """
    sample = draw_sample(space)
    grades = {
        "graded_at": timezone.now().isoformat(timespec="seconds"),
        "pictures": len(sample.rows),
        "products": len(sample.products),
        "pictures_available": sample.available,
        "distance": DISTANCE,
        **grade_sample(sample),
        "floor": measure_floor(space),
        "judgements": grade_judgements(space),
    }
    space.grades = grades
    # Not space.save(): grading takes a while, and the space may have gone live meanwhile.
    EmbeddingSpace.objects.filter(pk=space.pk).update(grades=grades)
    return grades


def grade_sample(sample: Sample) -> dict[str, Grade]:
    """The three grades of a sample whose rows are vectors, unit length or nearly so."""
    unit = replace(sample, rows=_unit(sample.rows))
    return {
        "same_product": _grade(unit, measure_same_product),
        "category": _grade(unit, measure_category, _by_category),
        "kind_and_colour": _grade(unit, measure_kind_and_colour),
    }


def _grade(
    sample: Sample,
    measure: Measure,
    more: Callable[[Sample, Measured], Grade] = lambda sample, measured: {},
) -> Grade:
    try:
        measured = measure(sample)
    except NotEnoughError as reason:
        return {"not_enough": str(reason)}
    return {**summarise(measured), **more(sample, measured)}


def summarise(measured: Measured) -> Grade:
    """Means with their intervals, and of how many queries by how many products."""
    return {
        "queries": len(measured.products),
        "products": len(np.unique(measured.products)),
        **{
            metric: mean_with_interval(values, measured.products)
            for metric, values in measured.scores.items()
        },
    }


def _by_category(sample: Sample, measured: Measured) -> Grade:
    of = np.array([sample.categories[product] for product in measured.products])
    return {"categories": {str(slug): _one(measured, of == slug) for slug in np.unique(of)}}


def _one(measured: Measured, chosen: npt.NDArray[np.bool_]) -> Grade:
    if chosen.sum() < MIN_PRODUCTS:
        return {"not_enough": f"{chosen.sum()} products; at least {MIN_PRODUCTS} are needed."}
    scores = {metric: values[chosen] for metric, values in measured.scores.items()}
    return summarise(Measured(scores=scores, products=measured.products[chosen]))


def _unit(rows: Floats) -> Floats:
    # Rounded to half precision, lengths are off by a few ten-thousandths.
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
