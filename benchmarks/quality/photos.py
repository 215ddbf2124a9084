"""How often a photo taken at home finds the right kind of product, and how often it finds nothing.

Photos of clothes (VITRINE_TEST_DATA/clothing) ask the pictures of a real shop (magento-luma). Kinds
are mapped by category names: T-shirts to tees, long sleeves to hoodies and sweatshirts, pants to
pants, shorts to shorts, outwear to jackets. Photos of the other kinds (dress, hat, shirt, shoes,
skirt) show what the shop does not sell; they count for empty answers alone, and the mean of photos
is measured on them, so that no photo has taught about its own kind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.data.labelled_pictures import BATCH, Floats, LabelledSet, labelled_sets
from benchmarks.report import table
from embeddings.photos.centring.spread import PHOTO_FLOOR, chance_cosines
from embeddings.pipeline import (
    Component,
    Means,
    Projection,
    SpaceEncoder,
    compose,
    compose_photos,
    find_weights,
    fit_recipe,
    networks_in,
    open_picture,
    prior_mean,
    resolve_recipe,
)
from embeddings.pipeline.recipes.fitted import Teacher, fitted_recipe
from embeddings.pipeline.vectors.compose import unit_blocks
from embeddings.pipeline.vectors.labels import Labels
from embeddings.spaces.measured.scale import CHANCE_FLOOR, CHANCE_LEVELS, Scale
from embeddings.worker.encoder_cache import weight_folders
from evaluation.grades.metrics import average_precision_at, recall_at

K = 10
DRAWS = 5
SMALL_SHOP = 81  # pictures
RECIPES = ("resnet50+lab_color", "efficientnet_lite0+lab_color")
KINDS: Mapping[str, str] = {
    "t-shirt": "Tees",
    "longsleeve": "Hoodies & Sweatshirts",
    "pants": "Pants",
    "shorts": "Shorts",
    "outwear": "Jackets",
}


@dataclass(frozen=True, eq=False)
class Shop:
    """A shop's pictures, or some of them, and the photos that ask for them."""

    features: Floats  # (N, F)
    kinds: npt.NDArray[np.str_]
    products: npt.NDArray[np.str_]
    categories: npt.NDArray[np.str_]
    photos: Floats  # (Q, F)
    asked: npt.NDArray[np.str_]  # the kind of the shop that each photo shows; empty: none

    def some(self, number: int, seed: int) -> Shop:
        """A shop of so many of the pictures."""
        few = np.random.default_rng(seed).choice(len(self.features), number, replace=False)
        return Shop(
            self.features[few],
            self.kinds[few],
            self.products[few],
            self.categories[few],
            self.photos,
            self.asked,
        )


def run() -> None:
    """Print precision by kind and the share of empty answers, before and after centring."""
    folder = os.environ.get("VITRINE_TEST_DATA")
    if not folder:
        print("No labelled pictures: VITRINE_TEST_DATA is unset.")
        return
    sets = labelled_sets(Path(folder))
    for recipe in RECIPES:
        shop, components, sha256_of = _read(sets, recipe)
        rows: list[list[str]] = []
        for title, shops in (
            (f"{len(shop.features)} pictures", [shop]),
            (f"{SMALL_SHOP} pictures", [shop.some(SMALL_SHOP, seed) for seed in range(DRAWS)]),
        ):
            for kind in ("plain", "by pictures", "by products and categories"):
                found = [dict(_grades(each, components, sha256_of, recipe, kind)) for each in shops]
                for name in found[0]:
                    mean = np.mean([each[name] for each in found], axis=0)
                    rows.append([title, kind, name, *(f"{value:.3f}" for value in mean)])
        print(f"`{recipe}`, photos find their kind; empty answers of known and unknown kinds:\n")
        table(["", "space", "photos", "mAP@10", "R@1", "R@5", "empty", "empty, unknown"], rows)


def _grades(
    shop: Shop,
    components: tuple[Component, ...],
    sha256_of: Mapping[str, str],
    recipe: str,
    kind: str,
) -> Iterator[tuple[str, tuple[float, ...]]]:
    parts = components
    projections: dict[str, Projection] = {}
    if kind != "plain":
        teacher: Teacher = "pictures" if kind == "by pictures" else "both"
        fitted = fitted_recipe(recipe, teacher=teacher, pictures=len(shop.features))
        labels = Labels.number(
            product=shop.products, family=shop.products, category=shop.categories
        )
        parts, projections = fit_recipe(fitted, shop.features, sha256_of=sha256_of, labels=labels)
    stored = compose(shop.features, parts, projections=projections)
    catalogue = tuple(block.mean(axis=0) for block in unit_blocks(shop.features, components))
    others = unit_blocks(shop.photos[shop.asked == ""], components)
    prior = tuple(prior_mean(part, "whole") for part in components)
    raw = compose(shop.photos, parts, projections=projections)
    yield "as they are", _grade(shop, raw, stored, _catalogue_scale(shop, stored))
    means: dict[str, Means] = {
        "centred beforehand": prior,
        "centred on all others": tuple(block.mean(axis=0) for block in others),
    }
    dice = np.random.default_rng(0)
    for few in (10, 50):
        drawn = dice.choice(len(others[0]), few, replace=False)
        means[f"{few} photos seen"] = tuple(
            (10 * before + few * block[drawn].mean(axis=0)) / (10 + few)
            for before, block in zip(prior, others, strict=True)
            if before is not None
        )
    for name, photos in means.items():
        centred = compose_photos(
            shop.photos, parts, projections=projections, photos=photos, catalogue=catalogue
        )
        yield name, _grade(shop, centred.vectors, stored, None)


def _grade(
    shop: Shop, photos: Floats, stored: Floats, scale: Scale | None
) -> tuple[float, float, float, float, float]:
    cosines = photos @ stored.T
    order = np.argsort(-cosines, axis=1, kind="stable")
    right = shop.kinds[order] == shop.asked[:, None]
    known = right.any(axis=1) & (shop.asked != "")
    spread = float(cosines.var(axis=1).mean())
    empty = np.array([_is_empty(row, spread, scale) for row in cosines])
    total = right[known].sum(axis=1)
    return (
        float(average_precision_at(right[known], total, k=K).mean()),
        float(recall_at(right[known], k=1).mean()),
        float(recall_at(right[known], k=5).mean()),
        float(empty[known].mean()),
        float(empty[shop.asked == ""].mean()),
    )


def _is_empty(cosines: Floats, spread: float, scale: Scale | None) -> bool:
    """Whether the best of a photo's answers stays below the floor."""
    floor = PHOTO_FLOOR if scale is None else CHANCE_FLOOR
    if scale is None:
        levels = chance_cosines(float(cosines.mean()), spread)
        scale = Scale(levels=CHANCE_LEVELS, cosines=levels, blocks={})
    return scale.points(float(cosines.max())) < floor


def _catalogue_scale(shop: Shop, stored: Floats) -> Scale:
    """What two pictures of different products say, as it was used for photos as well."""
    pairs = (stored @ stored.T)[shop.products[:, None] != shop.products]
    median, p99 = np.percentile(pairs, [50, 99])
    return Scale(levels=CHANCE_LEVELS, cosines=(float(median), float(p99), 1.0), blocks={})


def _read(
    sets: tuple[LabelledSet, LabelledSet], recipe: str
) -> tuple[Shop, tuple[Component, ...], dict[str, str]]:
    pictures, photos = sets
    files = {name: find_weights(name, folders=weight_folders()) for name in networks_in(recipe)}
    sha256_of = {name: file.sha256 for name, file in files.items()}
    components = resolve_recipe(recipe, sha256_of)
    weights = {name: file.path for name, file in files.items()}
    encoder = SpaceEncoder(components, weights=weights)
    categories = pictures.questions["category"]
    shown = photos.questions["clothing category"]
    shop = Shop(
        _encode(encoder, pictures),
        np.array([category.rpartition("/")[2] for category in categories]),
        pictures.products,
        categories,
        _encode(encoder, photos),
        np.array([KINDS.get(kind, "") for kind in shown]),
    )
    return shop, components, sha256_of


def _encode(encoder: SpaceEncoder, pictures: LabelledSet) -> Floats:
    rows = []
    for start in range(0, len(pictures.paths), BATCH):
        batch = pictures.paths[start : start + BATCH]
        rows.append(encoder.encode([open_picture(pictures.root / path) for path in batch]))
    return np.concatenate(rows)
