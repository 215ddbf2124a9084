"""Two spaces side by side: how differently they answer, how well, and how fast."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from catalog.families import place_of
from catalog.models import Product
from catalog.product_filter import ProductFilter
from embeddings.index import QueryPictures, vector_index
from embeddings.models import EmbeddingSpace, ImageEmbedding
from evaluation.comparison.differences import measure_differences
from evaluation.grades.grading import grade_space
from evaluation.grades.metrics import mean_with_interval
from evaluation.grades.sampling import stable_uniform
from evaluation.measured import DEPTH, MIN_PRODUCTS
from recommendations.conf import conf

MAX_PRODUCTS = 200
_TOLD_EVERY = 20

Comparison = dict[str, Any]


def compare_spaces(
    first: EmbeddingSpace,
    second: EmbeddingSpace,
    *,
    tell: Callable[[str], object] = lambda words: None,
) -> Comparison:
    """Ask both spaces the same: what the same random products would show as similar.

    `overlap@10` is the share of the first ten products that both answers name, with its 95 %
    interval; `median_ms` is that of one question to each in turn, after one to warm up. Grades are
    those kept with the spaces; a space that has none is graded now. `differences` are measured now,
    by the same queries to both. `tell` hears what is done next; what it raises ends it.
    """
    spaces = (first, second)
    products = _products_in(spaces)
    pictures = {space.pk: _pictures_of(products, space) for space in spaces}
    for space in spaces:
        for product in products[:1]:
            _similar_places(space, product, pictures[space.pk][product])
    overlaps: list[float] = []
    times: dict[int, list[float]] = {space.pk: [] for space in spaces}
    for number, product in enumerate(products):
        if number % _TOLD_EVERY == 0:
            numbers = {"number": number, "all": len(products)}
            tell(_("asked about %(number)d of %(all)d products") % numbers)
        answers = []
        for space in spaces:
            started = time.perf_counter()
            answers.append(_similar_places(space, product, pictures[space.pk][product]))
            times[space.pk].append((time.perf_counter() - started) * 1000)
        if any(answers):
            overlaps.append(len(answers[0] & answers[1]) / max(map(len, answers)))
    for space in spaces:
        if not space.grades:
            tell(_("grading %(space)s") % {"space": space})
    tell(_("asking both the same about the whole catalogue"))
    return {
        "queries": len(products),
        f"overlap@{DEPTH}": _describe(overlaps),
        "spaces": [_facts(space, times[space.pk]) for space in spaces],
        "differences": measure_differences(first, second),
    }


def _products_in(spaces: Sequence[EmbeddingSpace]) -> list[int]:
    """Published products that have a vector in each of the spaces: a random, but fixed sample."""
    found = Product.objects.published().order_by("pk")
    for space in spaces:
        ready = ImageEmbedding.objects.in_space(space).ready()
        found = found.filter(pk__in=ready.values("image__product_id"))
    ids = list(found.values_list("pk", flat=True))
    order = np.argsort(stable_uniform(ids, purpose="compare"), kind="stable")
    return [ids[place] for place in order[:MAX_PRODUCTS]]


def _pictures_of(products: Sequence[int], space: EmbeddingSpace) -> dict[int, list[int]]:
    """What each product asks with: its first pictures."""
    ready = ImageEmbedding.objects.in_space(space).ready()
    pictures = ready.filter(image__product__in=products).order_by("image__position", "image_id")
    asking: dict[int, list[int]] = {product: [] for product in products}
    for image, product in pictures.values_list("image_id", "image__product_id"):
        asking[product] = [*asking[product], image][: conf.MAX_QUERY_PICTURES]
    return asking


def _similar_places(space: EmbeddingSpace, product: int, pictures: list[int]) -> set[str | int]:
    """The families and single products among the first that a product page would show."""
    near = vector_index().search(
        QueryPictures(tuple(pictures)),
        space=space,
        where=ProductFilter(),
        limit=DEPTH,
        leave_out=[product],
    )
    return {place_of(found) for found in near}


def _describe(overlaps: list[float]) -> dict[str, Any]:
    if len(overlaps) < MIN_PRODUCTS:
        told = _(
            "%(products)d products are embedded in both spaces and find others; at least "
            "%(least)d are needed."
        )
        return {"not_enough": told % {"products": len(overlaps), "least": MIN_PRODUCTS}}
    return {**mean_with_interval(np.array(overlaps), np.arange(len(overlaps)))}


def _facts(space: EmbeddingSpace, times: list[float]) -> dict[str, Any]:
    return {
        "name": space.name,
        "state": space.state,
        "dimensions": space.dimensions,
        "pictures": space.embeddings.ready().count(),
        "index": vector_index().read_status(space),
        "recall": space.recall,
        "median_ms": round(median(times), 2) if times else None,
        "grades": space.grades or grade_space(space),
    }
