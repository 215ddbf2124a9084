"""How often the nearest pictures show the same product: mAP@10 on labelled shop pictures.

Each picture asks all others. An SKU has several pictures (views, colours); the other ones
of the same SKU, or of the same SKU and colour, are the right answers. AP@10 is the mean of the
precision at each right answer among the first ten, over min(10, right answers); pictures without a
right answer are left out. Nothing is tuned on these pictures here.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

from benchmarks.report import table
from embeddings.encoders import weight_folders
from embeddings.pipeline import (
    Component,
    SpaceEncoder,
    compose,
    find_weights,
    open_picture,
    resolve_recipe,
)

RECIPES = (
    "resnet50",
    "resnet50*0.95+lab_color*0.05",
    "resnet50*0.9+lab_color*0.1",
    "resnet50*0.85+lab_color*0.15",
    "resnet50*0.8+lab_color*0.2",
    "hog+lab_color",
    "lab_color",
)


def run() -> None:
    """Print mAP@10 by SKU and by SKU and colour for the tutorial's recipe and for ours."""
    folder = os.environ.get("VITRINE_TEST_DATA")
    if not folder:
        print("No labelled pictures: VITRINE_TEST_DATA is unset.")
        return
    root = Path(folder) / "magento-luma"
    with (root / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))
    file = find_weights("resnet50", folders=weight_folders())
    parts = resolve_recipe("resnet50+resnet50:max+hog+lab_color", {"resnet50": file.sha256})
    encoder = SpaceEncoder(parts, weights={"resnet50": file.path})
    features = np.concatenate(
        [
            encoder.encode([open_picture(root / row["path"], min_side=encoder.min_side)])
            for row in rows
        ]
    )
    labels = {
        "by SKU": np.array([row["instance"] for row in rows]),
        "by SKU and colour": np.array([row["variant"] for row in rows]),
    }
    result = [["tutorial: max pooling, Euclidean", *_scores(_tutorial(features, parts), labels)]]
    for recipe in RECIPES:
        wanted = resolve_recipe(recipe, {"resnet50": file.sha256})
        vectors = compose(_columns(features, parts, wanted), wanted)
        result.append([recipe, *_scores(vectors @ vectors.T, labels)])
    print(f"{len(rows)} pictures.\n")
    table(["recipe", *(f"mAP@10 {name}" for name in labels)], result)


def _columns(
    features: np.ndarray, parts: tuple[Component, ...], wanted: tuple[Component, ...]
) -> np.ndarray:
    ends = np.cumsum([part.dimensions for part in parts])
    blocks = {
        (part.encoder, part.pooling): features[:, end - part.dimensions : end]
        for part, end in zip(parts, ends, strict=True)
    }
    return np.concatenate([blocks[part.encoder, part.pooling] for part in wanted], axis=1)


def _tutorial(features: np.ndarray, parts: tuple[Component, ...]) -> np.ndarray:
    maxed = _columns(features, parts, tuple(p for p in parts if p.pooling == "max"))
    unit = maxed / np.linalg.norm(maxed, axis=1, keepdims=True)
    squares = (unit**2).sum(axis=1)
    return -(squares[:, None] + squares[None] - 2 * unit @ unit.T)


def _scores(likeness: np.ndarray, labels: dict[str, np.ndarray]) -> list[str]:
    likeness = likeness.copy()
    np.fill_diagonal(likeness, -np.inf)
    order = np.argsort(-likeness, axis=1, kind="stable")[:, :10]
    return [f"{_mean_average_precision(order, names):.3f}" for names in labels.values()]


def _mean_average_precision(order: np.ndarray, names: np.ndarray) -> float:
    right = names[order] == names[:, None]
    total = np.array([(names == name).sum() - 1 for name in names])
    precision = np.cumsum(right, axis=1) / np.arange(1, order.shape[1] + 1)
    average = (precision * right).sum(axis=1) / np.minimum(total, order.shape[1]).clip(min=1)
    return float(average[total > 0].mean())
