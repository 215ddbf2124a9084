"""How often the nearest pictures are right ones: what helped and what did not.

Each picture asks all others of its set. Right are the other pictures of the same SKU, of the same
SKU and colour, or of the same category; AP@10 divides by min(10, right ones), recall@k says whether
one of them is among the first k, and pictures without a right answer are left out. Intervals are
95 %, bootstrapped over products. The tutorial's Euclidean distance puts unit vectors in the same
order as the cosine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.data.labelled_pictures import Floats, LabelledSet, labelled_sets
from benchmarks.report import table
from evaluation.grades.metrics import average_precision_at, bootstrap_interval, recall_at

K = 10
TUTORIAL = "resnet50:max"
AVERAGE = "resnet50:average"
UNFITTED = "resnet50:average*0.5+resnet50_layer3:gem*0.35+hog*0.1+lab_color*0.05"

Vectors = Callable[[LabelledSet], Floats]
Values = npt.NDArray[np.float64]


def compose_recipe(
    last: str = "resnet50:average:pca128",
    layer3: str = "resnet50_layer3:gem:pca128^0.3",
    hog: str = "hog:pca128",
    colour: str = "lab_color:pca64^0.5",
    weights: Sequence[float] = (0.5, 0.25, 0.1, 0.15),
) -> str:
    """Our recipe, or one that differs from it; a part without a name is left out."""
    named = zip((last, layer3, hog, colour), weights, strict=True)
    return "+".join(f"{part}*{weight}" for part, weight in named if part)


OURS = compose_recipe()
# What the half of the catalogue that may choose can choose from.
GRID = [
    compose_recipe(layer3=f"resnet50_layer3:gem:pca128^{whitening}", weights=weights)
    for whitening, weights in product(
        (0, 0.15, 0.3, 0.45),
        (
            (0.5, 0.35, 0.1, 0.05),
            (0.5, 0.25, 0.1, 0.15),
            (0.4, 0.3, 0.1, 0.2),
            (0.6, 0.2, 0.1, 0.1),
        ),
    )
]
VARIANTS = {
    "without layer3": compose_recipe(layer3=""),
    "without the last map": compose_recipe(last=""),
    "without hog": compose_recipe(hog=""),
    "without colour": compose_recipe(colour=""),
    "hog as it is": compose_recipe(hog="hog"),
    "colour as it is": compose_recipe(colour="lab_color"),
    "colour projected, not whitened": compose_recipe(colour="lab_color:pca64"),
    "layer3 not whitened": compose_recipe(layer3="resnet50_layer3:gem:pca128"),
    "layer3 whitened in full": compose_recipe(layer3="resnet50_layer3:gem:pca128^0.5"),
    "last map whitened, 0.1": compose_recipe(last="resnet50:average:pca128^0.1"),
    "last map whitened, 0.25": compose_recipe(last="resnet50:average:pca128^0.25"),
    "max pooling": compose_recipe(last="resnet50:max:pca128"),
    "GeM pooling": compose_recipe(last="resnet50:gem:pca128"),
    "average and max pooling": compose_recipe(last="").replace(
        "resnet50_", "resnet50:average:pca128*0.25+resnet50:max:pca128*0.25+resnet50_"
    ),
    "256 numbers (64, 96, 32, 64)": compose_recipe(
        "resnet50:average:pca64", "resnet50_layer3:gem:pca96^0.3", "hog:pca32"
    ),
    "704 numbers (256, 256, 128, 64)": compose_recipe(
        "resnet50:average:pca256", "resnet50_layer3:gem:pca256^0.3"
    ),
}
PLAIN = {
    "GeM pooling": "resnet50:gem",
    "average and max pooling": "resnet50:average*0.5+resnet50:max*0.5",
    "layer3 alone": "resnet50_layer3:gem",
    "average and layer3": "resnet50:average*0.5+resnet50_layer3:gem*0.5",
    "PCA-256": "resnet50:average:pca256",
    "PCA-256, whitened 0.25": "resnet50:average:pca256^0.25",
    "PCA-256, whitened in full": "resnet50:average:pca256^0.5",
    "colour as it is, 0.05": "resnet50:average*0.95+lab_color*0.05",
    "colour as it is, 0.2": "resnet50:average*0.8+lab_color*0.2",
    "hog and colour, no network": "hog*0.8+lab_color*0.2",
    "hog and colour, projected": "hog:pca128*0.7+lab_color:pca64^0.5*0.3",
}
FRAMINGS = {"flips averaged": "both ways", "padded, not cropped": "padded", "320 px": "large"}


def run() -> None:
    """Print grades on the labelled pictures, and by how much each choice changes them."""
    folder = os.environ.get("VITRINE_TEST_DATA")
    if not folder:
        print("No labelled pictures: VITRINE_TEST_DATA is unset.")
        return
    sets = labelled_sets(Path(folder))
    print(f"{' + '.join(str(len(pictures.paths)) for pictures in sets)} pictures, mAP@{K}.\n")
    systems = {
        "tutorial: max pooling, Euclidean": TUTORIAL,
        "raw average pooling": AVERAGE,
        "ours, nothing fitted": UNFITTED,
        "ours": OURS,
    }
    _print_systems(sets, systems)
    _print_recalls(sets, systems)
    _print_held_out(sets)
    print("Changed in raw average pooling, and by how much mAP@10 rises:\n")
    _print_changes(sets, AVERAGE, PLAIN)
    print("Changed in ours, and by how much mAP@10 rises:\n")
    _print_changes(sets, OURS, VARIANTS)
    _print_few(sets)
    _print_products(sets[0], systems)


def _print_systems(sets: Sequence[LabelledSet], systems: dict[str, str]) -> None:
    def row(name: str, recipe: str) -> list[str]:
        return [name, *(_interval(*answer) for answer in _answers(sets, by_recipe(recipe)))]

    table(["", *_questions(sets)], [row(*system) for system in systems.items()])
    for name, recipe in systems.items():
        print(f"{name}: `{recipe}`  ")
    print()


def _print_recalls(sets: Sequence[LabelledSet], systems: dict[str, str]) -> None:
    rows = []
    for name, recipe in systems.items():
        cells = []
        for pictures, labels in _asked(sets):
            right, _, _ = ask(pictures.vectors(recipe), labels)
            cells.append(" / ".join(f"{recall_at(right, k=k).mean():.3f}" for k in (1, 5, 10)))
        rows.append([name, *cells])
    print("recall@1 / 5 / 10:\n")
    table(["", *_questions(sets)], rows)


def _print_held_out(sets: Sequence[LabelledSet]) -> None:
    """Half of the products and the clothes' validation pictures choose; the others judge."""

    def grades(recipe: str) -> Values:
        answers = _answers(sets, by_recipe(recipe), tuning=True)
        return np.array([values.mean() for values, _ in answers])

    floor = grades(AVERAGE)
    # A gain on one question is no reason to lose on another.
    allowed = [recipe for recipe in GRID if (grades(recipe) >= floor).all()] or [OURS]
    chosen = max(allowed, key=lambda recipe: float(grades(recipe).mean()))
    print(f"Chosen by one half: `{chosen}`. The other half's mAP@10:\n")
    judged = {name: _answers(sets, by_recipe(recipe), tuning=False) for name, recipe in
              (("tutorial", TUTORIAL), ("raw average", AVERAGE), ("chosen", chosen))}  # fmt: skip
    rows = [[name, *(_interval(*answer) for answer in found)] for name, found in judged.items()]
    for name in ("tutorial", "raw average"):
        pairs = zip(judged["chosen"], judged[name], strict=True)
        rows.append([f"chosen - {name}", *(_interval(a - b, at, "+") for (a, at), (b, _) in pairs)])
    table(["", *_questions(sets)], rows)


def _print_changes(sets: Sequence[LabelledSet], base: str, variants: dict[str, str]) -> None:
    systems = {name: by_recipe(recipe) for name, recipe in variants.items()}
    systems |= {name: by_recipe(base, seen) for name, seen in FRAMINGS.items()}
    systems["224 and 320 px"] = lambda pictures: np.concatenate(
        [pictures.vectors(base), pictures.vectors(base, "large")], axis=1
    )
    before = _answers(sets, by_recipe(base))
    rows = []
    for name, vectors in systems.items():
        pairs = zip(_answers(sets, vectors), before, strict=True)
        rows.append([name, *(_interval(a - b, at, "+") for (a, at), (b, _) in pairs)])
    table(["", *_questions(sets)], rows)


def _print_few(sets: Sequence[LabelledSet]) -> None:
    rows = []
    for few in (130, 250, 500):
        found = _answers(sets, by_recipe(OURS, fit_on=few))
        rows.append([f"{few} pictures", *(_interval(*answer) for answer in found)])
    print("Ours, its projections learnt from so many of the pictures, mAP@10:\n")
    table(["", *_questions(sets)], rows)


def _print_products(pictures: LabelledSet, systems: dict[str, str]) -> None:
    """Leave a picture out: is its own product found by its best picture, or by their mean?"""
    names, product_of = np.unique(pictures.products, return_inverse=True)
    belongs = product_of[:, None] == np.arange(len(names))  # (pictures, products)
    several = belongs.sum(axis=0)[product_of] > 1
    rows = []
    for name, recipe in systems.items():
        vectors = pictures.vectors(recipe)
        likeness = vectors @ vectors.T
        np.fill_diagonal(likeness, -np.inf)
        best = np.stack([likeness[:, own].max(axis=1) for own in belongs.T], axis=1)
        sums = belongs.T.astype(np.float32) @ vectors
        mean = vectors @ sums.T / np.linalg.norm(sums, axis=1)
        rest = sums[product_of] - vectors
        own = (vectors * rest).sum(axis=1) / np.linalg.norm(rest, axis=1).clip(min=1e-9)
        mean[belongs] = own
        for kind, scores in (("best pair", best), ("mean vector", mean)):
            order = np.argsort(-scores[several], axis=1, kind="stable")[:, :K]
            right = order == product_of[several, None]
            cells = (f"{recall_at(right, k=k).mean():.3f}" for k in (1, 5, 10))
            rows.append([name, kind, *cells])
    print("Products by SKU, one picture left out:\n")
    table(["", "", "recall@1", "recall@5", "recall@10"], rows)


def by_recipe(recipe: str, seen: str = "cropped", fit_on: int | None = None) -> Vectors:
    """How to get a set's vectors by a recipe."""
    return lambda pictures: pictures.vectors(recipe, seen, fit_on)


def ask(
    vectors: Floats, labels: npt.NDArray[np.str_]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Which of the nearest ten are right, how many could be, and which pictures could ask."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    order = np.argsort(-likeness, axis=1, kind="stable")[:, :K]
    _, label, counts = np.unique(labels, return_inverse=True, return_counts=True)
    asks = counts[label] > 1
    return (label[order] == label[:, None])[asks], counts[label][asks] - 1, asks


def _answers(
    sets: Sequence[LabelledSet], vectors: Vectors, *, tuning: bool | None = None
) -> list[tuple[Values, npt.NDArray[np.str_]]]:
    """AP@10 of each picture that asks, and its product, by question; of one half if said so."""
    found = []
    for pictures, labels in _asked(sets):
        right, total, asks = ask(vectors(pictures), labels)
        kept = np.ones(len(total), bool) if tuning is None else pictures.tuning[asks] == tuning
        values = average_precision_at(right, total, k=K)
        found.append((values[kept], pictures.products[asks][kept]))
    return found


def _asked(sets: Sequence[LabelledSet]) -> list[tuple[LabelledSet, npt.NDArray[np.str_]]]:
    return [(pictures, labels) for pictures in sets for labels in pictures.questions.values()]


def _questions(sets: Sequence[LabelledSet]) -> list[str]:
    return [question for pictures in sets for question in pictures.questions]


def _interval(values: Values, products: npt.NDArray[np.str_], sign: str = "") -> str:
    lower, upper = bootstrap_interval(values, clusters=products)
    return f"{values.mean():{sign}.3f} ({lower:{sign}.3f} to {upper:{sign}.3f})"
