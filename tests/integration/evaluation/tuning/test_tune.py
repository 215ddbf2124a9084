"""Tuning finds what the catalogue rewards, says what it is worth, and else leaves things alone."""

from __future__ import annotations

import json

import numpy as np
import pytest

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import features_key, parse_recipe, resolve_recipe
from embeddings.pipeline.recipes import fitted as fitted_recipe
from embeddings.pipeline.recipes.options import ProjectionOption
from evaluation.measured import NotEnoughError
from evaluation.tuning import grid as tuning_grid
from evaluation.tuning.table import describe_tuning
from evaluation.tuning.tune import tune_space
from tests.builders.graded_catalogue import Item, make_catalogue
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import clustered_rows, random_rows

pytestmark = pytest.mark.django_db

SHA = {"vgg16": "a" * 64}
VISUAL, COLOUR = 512, 294


def make_featured_space(features: np.ndarray, items: list[Item], recipe: str) -> EmbeddingSpace:
    """A live space with these features, and with the vectors that its recipe makes of them."""
    from embeddings.pipeline import compose

    components = resolve_recipe(recipe, SHA)
    vectors = compose(features.astype(np.float16), components)
    space = make_space(
        "present",
        vectors.shape[1],
        recipe=recipe,
        components=[component.to_json() for component in components],
        features_key=features_key(components),
    )
    store_vectors(space, make_catalogue(items), vectors.tolist(), features.tolist())
    return space


def items_of(products: int) -> list[Item]:
    # Each of a family of its own: the halves are drawn by their names, the same in every run.
    return [
        Item([[1], [1]], f"c{number % 4}", family=f"design {number}") for number in range(products)
    ]


def test_colour_gets_more_weight_where_it_tells_products_apart() -> None:
    features = np.hstack(
        [
            clustered_rows(60, VISUAL, noise=9.0, seed=1),
            np.abs(clustered_rows(60, COLOUR, noise=0.4, seed=2)),
        ]
    )
    space = make_featured_space(features, items_of(60), "vgg16:average*0.96+lab_color*0.04")
    tuning = tune_space(space)
    # How much more is by the lot, which is drawn by the products' ids.
    visual, colour = parse_recipe(tuning.recipe)
    assert tuning.is_gain
    assert colour.weight / (visual.weight + colour.weight) >= 0.15
    report = tuning.report
    assert report["gain_choosing"]["lower"] > 0
    assert report["gain_held_out"]["mean"] > 0
    assert report["products_choosing"] + report["products_held_out"] == 60
    before, after = report["held_out"]["present"], report["held_out"]["best"]
    gained = after["same_product"]["mAP@10"]["mean"] - before["same_product"]["mAP@10"]["mean"]
    assert gained > 0.05
    json.dumps(report)


def test_the_present_recipe_stays_where_nothing_is_gained() -> None:
    noise = random_rows(120, VISUAL + COLOUR, seed=3)
    space = make_featured_space(noise, items_of(60), "vgg16:average*0.88+lab_color*0.12")
    tuning = tune_space(space)
    assert not tuning.is_gain
    assert "The present recipe stays." in list(describe_tuning(tuning.report))


def test_small_catalogues_try_colour_alone_and_large_ones_projections_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    features = 0.1 * random_rows(120, VISUAL + COLOUR, seed=4)
    features[:, :20] += clustered_rows(60, 20, noise=0.3, seed=5)
    # What differs most from picture to picture says nothing of the product: whitening tames it.
    features[:, 20:23] += 5 * random_rows(120, 3, seed=6)
    space = make_featured_space(features, items_of(60), "vgg16:average*0.96+lab_color*0.04")
    monkeypatch.setattr("django.conf.settings.VITRINE_FIT_FROM_PICTURES", 121, raising=False)
    tried = [one["recipe"] for one in tune_space(space).report["tried"]]
    assert len(tried) == 6
    assert not any(":" in recipe.replace(":average", "") for recipe in tried)
    monkeypatch.setattr("django.conf.settings.VITRINE_FIT_FROM_PICTURES", 100, raising=False)
    monkeypatch.setattr(fitted_recipe, "_LAST_MAP", ProjectionOption(32, 0.3))
    dimensions = {tuning_grid.CATEGORY: 24, tuning_grid.COLOUR: 24}
    smaller = {tuning_grid.CATEGORY: 16, tuning_grid.COLOUR: 24}
    monkeypatch.setattr(tuning_grid, "DIMENSIONS", (dimensions, smaller))
    heard: list[str] = []
    tuning = tune_space(space, tell=heard.append)
    assert len(heard) == len(tuning.report["tried"]) == 1 + 1 + 3 + 5 + 2
    assert heard[0] == "vgg16:average*0.96+lab_color*0.04"
    assert tuning.is_gain
    assert "vgg16:average:pca32^0.3*0.75+lab_color:pca32^0.5*0.15" in heard
    assert "vgg16:average:wccn32*0.75+lab_color:wccn32@product*0.15" in heard
    assert {part.projection.dimensions for part in parse_recipe(tuning.recipe)} <= {16, 24, 32}


def test_what_cannot_be_tuned_says_why() -> None:
    features = clustered_rows(12, VISUAL, noise=1.0, seed=7)
    space = make_featured_space(features, items_of(12), "vgg16:average")
    with pytest.raises(
        NotEnoughError, match="no parts to weigh, and with 24 pictures no projection"
    ):
        tune_space(space)


def test_a_catalogue_without_grades_is_not_tuned() -> None:
    features = clustered_rows(6, VISUAL + COLOUR, noise=1.0, seed=8)
    space = make_featured_space(features, items_of(6), "vgg16:average+lab_color")
    with pytest.raises(NotEnoughError, match="too small to be graded"):
        tune_space(space)
    empty = make_space("empty", 806, recipe=space.recipe, components=space.components)
    with pytest.raises(NotEnoughError):
        tune_space(empty)


def test_the_table_tells_all_of_it() -> None:
    features = np.hstack(
        [
            clustered_rows(60, VISUAL, noise=9.0, seed=1),
            np.abs(clustered_rows(60, COLOUR, noise=0.4, seed=2)),
        ]
    )
    space = make_featured_space(features, items_of(60), "vgg16:average*0.96+lab_color*0.04")
    tuning = tune_space(space)
    said = "\n".join(describe_tuning(tuning.report))
    assert "120 pictures;" in said
    assert "products choose" in said
    assert "present: vgg16:average*0.96+lab_color*0.04" in said
    assert "same product, mAP@10" in said
    assert "gain on the half held out: +0." in said
    # Which share of colour wins depends on the lot, and that on the ids of the products.
    assert tuning.is_gain
    assert f"{tuning.recipe} is better." in said
