"""What a match says and what the floor lets through, before and after they were learnt from kinds.

Held out: half of the designs are the shop's, and teach the space, the scale and the floors; the
other half are new products, which ask for the twelve nearest of all. A kind is a category. Before:
0 was the median of random pairs of pictures, 50 their 99th percentile, and the floor 20.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.data.labelled_products import (
    Shop,
    features_of,
    has_weights,
    labels_of,
    see,
    sha256_of,
    shops,
)
from benchmarks.report import table
from embeddings.pipeline import compose, fit_recipe
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.spaces.measured.learning.floors import SHOWN
from embeddings.spaces.measured.learning.held_out import hold_out
from embeddings.spaces.measured.learning.learn import learn_scale
from embeddings.spaces.measured.learning.pairs import Bools, Pairs
from embeddings.spaces.measured.learning.products import ProductSample
from embeddings.spaces.measured.scale import CHANCE_LEVELS, Scale
from evaluation.grades.floor import measure_answers, passes_floor

PLAIN = ("resnet50+lab_color", "efficientnet_lite0+lab_color", "hog+lab_color")
SIZES = (10, 50, 100, 500)
_BEFORE = (20, 20)


def run() -> None:
    """Print how far apart kin and strangers are, and what is shown, held out and by size."""
    recipes = [recipe for recipe in PLAIN if has_weights(recipe)]
    rows = [row for shop in shops() for recipe in recipes for row in _held_out_rows(shop, recipe)]
    print("New products, held out; match as 5 % / median / 95 %, each before -> after:\n")
    table(["shop", "space", "same kind", "strangers", "floors"], [row[:5] for row in rows])
    print("Of the twelve nearest, what is shown, each before -> after:\n")
    table(
        ["shop", "space", "of its own kind", "strangers shown", "recall of the first four"],
        [[*row[:2], *row[5:]] for row in rows],
    )
    print("As the shop grows, all products asking, with the scale of that size:\n")
    table(
        ["shop", "space", "pictures", "floors", "of its own kind", "first four", "answered"],
        [row for shop in shops() for recipe in recipes for row in _size_rows(shop, recipe)],
    )


def _held_out_rows(shop: Shop, plain: str) -> Iterator[list[str]]:
    size = len(shop.sample().owner) // 2
    taught = fitted_recipe(plain, teacher="both", pictures=size)
    for name, recipe in (
        ("plain", plain),
        ("fitted on pictures", fitted_recipe(plain, pictures=size)),
        ("taught by products", taught),
    ):
        yield [shop.name, f"{plain}, {name}", *_held_out(shop, plain, recipe)]


def _held_out(shop: Shop, plain: str, recipe: str) -> list[str]:
    sample, features = shop.sample(), features_of(shop, plain)
    labels = labels_of(sample)
    new = np.random.default_rng(0).permutation(labels.family.max() + 1)[labels.family] % 2 == 1
    components, projections = fit_recipe(
        recipe, features[~new], sha256_of=sha256_of(plain), labels=labels.only(~new)
    )
    seen = replace(sample, vectors=compose(features, components, projections=projections))
    of_new = np.zeros(len(sample.kinds), dtype=bool)
    of_new[sample.owner[new]] = True
    known = seen.only(~of_new)
    parts = [known]
    if recipe != plain:
        parts = hold_out(known, features[~new], recipe, sha256_of(plain), folds=2)
    scale = learn_scale(parts, {})
    assert scale is not None
    return _before_and_after(Pairs.of([seen]), of_new, _scale_of_before(known), scale)


def _before_and_after(pairs: Pairs, asks: Bools, before: Scale, after: Scale) -> list[str]:
    neighbours, same = pairs.neighbours, pairs.same
    shown = asks[neighbours.asked] & (neighbours.rank < SHOWN)
    floors = (after.floor, after.floor_other_kinds)
    asking = np.intersect1d(np.unique(neighbours.asked[same]), np.flatnonzero(asks))
    passed = (passes_floor(pairs, before, _BEFORE), passes_floor(pairs, after, floors))
    grades = [measure_answers(pairs, asking, passes=passes) for passes in passed]
    strangers = [float(passes[shown & ~same].mean()) for passes in passed]
    return [
        *(
            " -> ".join(
                _spread(scale, neighbours.cosines[shown & side]) for scale in (before, after)
            )
            for side in (same, ~same)
        ),
        f"20 -> {floors[0]}, others {floors[1]}",
        " -> ".join(_percent(grade["precision"]) for grade in grades),
        " -> ".join(f"{share:.0%}" for share in strangers),
        " -> ".join(_percent(grade["recall@4"]) for grade in grades),
    ]


def _size_rows(shop: Shop, plain: str) -> Iterator[list[str]]:
    whole = see(shop, plain, plain)
    order = np.arange(len(whole.kinds))
    if shop.name == "magento-luma":  # its file is sorted by category
        order = np.random.default_rng(0).permutation(order)
    pictures = np.bincount(whole.owner)[order].cumsum()
    for size in SIZES:
        kept = np.zeros(len(order), dtype=bool)
        kept[order[: int((pictures <= max(size, pictures[0])).sum())]] = True
        sample = whole.only(kept)
        scale = learn_scale([sample], {})
        if scale is None:
            continue
        pairs = Pairs.of([sample])
        asking = np.unique(pairs.neighbours.asked[pairs.same])
        floors = (scale.floor, scale.floor_other_kinds)
        row = [shop.name, plain, str(size), f"{floors[0]}, others {floors[1]}"]
        if not len(asking):
            yield [*row, "no two of a kind", "", ""]
            continue
        grade = measure_answers(pairs, asking, passes=passes_floor(pairs, scale, floors))
        names = ("precision", "recall@4", "answered")
        yield [*row, *(_percent(grade[name]) for name in names)]


def _scale_of_before(sample: ProductSample) -> Scale:
    dice = np.random.default_rng(0)
    left, right = dice.integers(len(sample.owner), size=(2, 20_000))
    apart = sample.owner[left] != sample.owner[right]
    cosines = np.einsum("nd,nd->n", sample.vectors[left[apart]], sample.vectors[right[apart]])
    median, p99 = np.percentile(cosines, [50, 99]).tolist()
    return Scale(levels=CHANCE_LEVELS, cosines=(median, p99, 1.0), blocks={})


def _spread(scale: Scale, cosines: np.ndarray) -> str:
    points = [scale.points(cosine) for cosine in cosines.tolist()]
    return " / ".join(f"{value:.0f}" for value in np.quantile(points, [0.05, 0.5, 0.95]))


def _percent(figure: dict[str, float]) -> str:
    return f"{figure['mean']:.0%} ({figure['lower']:.0%} to {figure['upper']:.0%})"
