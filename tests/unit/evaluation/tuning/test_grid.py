"""The recipes that are tried."""

from __future__ import annotations

import pytest

from embeddings.conf import conf
from embeddings.pipeline import parse_recipe, write_recipe
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.spaces.creation import MAX_RECIPE_CHARACTERS
from evaluation.tuning.grid import (
    fit,
    tuning_steps,
    vary_colour,
    vary_dimensions,
    vary_teachers,
    vary_weights,
    vary_whitening,
)

FITTED = fitted_recipe("resnet50+lab_color")


def projections(variants) -> list[list[str]]:
    return [[str(part.projection) for part in parts] for parts in variants]


def weights(variants) -> list[list[float]]:
    return [[part.weight for part in parts] for parts in variants]


@pytest.mark.parametrize("recipe", ["resnet50+lab_color", "mobilenet_v2", "hog+lab_color"])
def test_what_a_plain_space_becomes_by_itself_is_tried_first(recipe) -> None:
    (tried,) = fit(parse_recipe(recipe), pictures=1_000)
    assert write_recipe(tried) == fitted_recipe(recipe)


def test_the_map_before_the_last_is_whitened_and_the_others_left_alone() -> None:
    assert projections(vary_whitening(parse_recipe(FITTED))) == [
        ["pca128", "pca128", "pca128", "pca64^0.5"],
        ["pca128", "pca128^0.15", "pca128", "pca64^0.5"],
        ["pca128", "pca128^0.3", "pca128", "pca64^0.5"],
        ["pca128", "pca128^0.45", "pca128", "pca64^0.5"],
    ]
    raw = parse_recipe("resnet50+lab_color")
    assert set(vary_whitening(raw)) == {raw}


def test_all_projections_keep_fewer_dimensions_together() -> None:
    assert projections(vary_dimensions(parse_recipe(FITTED), pictures=1_000, teaching=500)) == [
        ["pca128", "pca128^0.3", "pca128", "pca64^0.5"],
        ["pca64", "pca96^0.3", "pca32", "pca64^0.5"],
    ]
    half = parse_recipe("resnet50:average:pca256+lab_color")
    assert projections(vary_dimensions(half, pictures=1_000, teaching=500)) == [
        ["pca128", "None"],
        ["pca64", "None"],
    ]


def test_what_half_of_the_products_teach_keeps_no_more_than_that_half_can_tell() -> None:
    taught = parse_recipe("resnet50:average:wccn64+lab_color:pca64^0.5")
    assert projections(vary_dimensions(taught, pictures=120, teaching=54)) == [
        ["wccn27", "pca60^0.5"],
        ["wccn27", "pca60^0.5"],
    ]


def test_each_part_has_the_weight_of_what_it_is_there_for() -> None:
    assert weights(vary_weights(parse_recipe("resnet50+lab_color"))) == [
        [0.5, 0.25, 0.1, 0.15],
        [0.4, 0.3, 0.1, 0.2],
        [0.5, 0.35, 0.1, 0.05],
        [0.6, 0.2, 0.15, 0.05],
    ]


def test_weights_are_scaled_to_the_parts_that_there_are() -> None:
    # The last map stands for the whole network; two of them share as they did.
    tried = weights(vary_weights(parse_recipe("vgg16:max*3+vgg16:average*1+hog")))
    assert tried[0] == [0.5625, 0.1875, 0.1]
    assert [sum(of[:2]) for of in tried] == pytest.approx([0.75, 0.7, 0.85, 0.8])


def test_colour_takes_its_share_from_the_others_in_proportion() -> None:
    tried = weights(vary_colour(parse_recipe("vgg16:average*3+hog*1+lab_color*4")))
    assert tried[3] == [0.6, 0.2, 0.2]
    assert [of[-1] for of in tried] == [0.05, 0.1, 0.15, 0.2, 0.3]
    assert [sum(of) for of in tried] == pytest.approx([1] * 5)


def test_a_part_that_hardly_counts_keeps_a_weight() -> None:
    assert weights(vary_colour(parse_recipe("vgg16:average+hog*1e-7+lab_color")))[0][1] > 0


def test_few_pictures_or_few_parts_leave_less_to_try() -> None:
    few, enough = conf.FIT_FROM_PICTURES - 1, conf.FIT_FROM_PICTURES

    def steps(recipe: str, pictures: int) -> list:
        found = tuning_steps(parse_recipe(recipe), pictures=pictures, teaching=pictures // 2)
        return [getattr(step, "func", step) for step in found]

    fitted = [fit, vary_teachers]
    everything = [*fitted, vary_whitening, vary_weights, vary_colour, vary_dimensions]
    assert steps("resnet50+lab_color", enough) == everything
    assert steps("resnet50+lab_color", few) == [vary_weights, vary_colour]
    assert steps("vgg16+lab_color", enough) == [
        *fitted,
        vary_weights,
        vary_colour,
        vary_dimensions,
    ]
    assert steps("vgg16", few) == [vary_weights]
    assert steps("hog+lab_color", few) == [vary_colour]
    assert steps("vgg16:average", enough) == [*fitted, vary_dimensions]
    assert steps("vgg16:average", few) == steps("lab_color", few) == []


@pytest.mark.parametrize(
    "recipe", ["resnet50+hog*0.1+lab_color", "vgg16:max+vgg16", "resnet50_layer3+lab_color"]
)
def test_whatever_is_tried_can_be_written_down_and_created(recipe) -> None:
    parts = parse_recipe(recipe)
    for step in tuning_steps(parts, pictures=conf.FIT_FROM_PICTURES, teaching=30):
        for tried in step(parts):
            assert parse_recipe(write_recipe(tried)) == tried
            assert len(write_recipe(tried)) <= MAX_RECIPE_CHARACTERS
            parts = tried
