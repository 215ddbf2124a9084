"""A plain recipe has a fitted one; whoever chose anything keeps what they chose."""

from __future__ import annotations

import pytest

from embeddings.pipeline import features_key, parse_recipe, resolve_parts, resolve_recipe
from embeddings.pipeline.encoders.registry import ENCODERS
from embeddings.pipeline.recipes.fitted import fit_parts, fitted_recipe

SHA = {encoder.network: "a" * 64 for encoder in ENCODERS.values() if encoder.network}


def summary(recipe: str) -> list[tuple[str, str, float]]:
    return [(part.encoder, str(part.projection), part.weight) for part in parse_recipe(recipe)]


def test_each_part_of_the_default_recipe_has_a_projection_of_its_own() -> None:
    assert summary(fitted_recipe("resnet50+lab_color")) == [
        ("resnet50", "pca128", 0.5),
        ("resnet50_layer3", "pca128^0.3", 0.25),
        ("hog", "pca128", 0.1),
        ("lab_color", "pca64^0.5", 0.15),
    ]


def test_without_layer3_the_last_map_has_its_weight() -> None:
    assert summary(fitted_recipe("mobilenet_v2 + lab_color")) == [
        ("mobilenet_v2", "pca128", 0.75),
        ("hog", "pca128", 0.1),
        ("lab_color", "pca64^0.5", 0.15),
    ]


def test_without_a_network_outlines_lead() -> None:
    assert summary(fitted_recipe("hog+lab_color")) == [
        ("hog", "pca128", 0.7),
        ("lab_color", "pca64^0.5", 0.3),
    ]


@pytest.mark.parametrize("recipe", [*ENCODERS, "resnet50+lab_color", "hog+lab_color"])
def test_it_is_made_of_the_same_features_and_is_followed_by_nothing(recipe) -> None:
    fitted = fitted_recipe(recipe)
    raw = resolve_parts([part.unprojected for part in parse_recipe(fitted)], SHA)
    assert all(part.projection for part in parse_recipe(fitted))
    assert features_key(raw) == features_key(resolve_recipe(recipe, SHA))
    assert fitted_recipe(fitted) == ""


@pytest.mark.parametrize(
    "recipe",
    [
        "resnet50:average+lab_color",
        "resnet50:224+lab_color",
        "resnet50+lab_color*0.05",
        "resnet50+lab_color:pca64",
        "known",
        "",
    ],
)
def test_what_was_chosen_is_kept(recipe) -> None:
    assert fitted_recipe(recipe) == ""


def test_a_pooling_and_a_side_outlive_the_fitting() -> None:
    (part,) = fit_parts(parse_recipe("resnet50:max:320:pca256^0.1*3"))
    assert (part.pooling, part.preprocessing) == ("max", "imagenet-366-crop-320")
    assert (str(part.projection), part.weight) == ("pca128", 0.75)


@pytest.mark.parametrize(
    ("teacher", "shape", "colour"),
    [
        ("both", "wccn64", "wccn64@product"),
        ("products", "wccn64@family", "wccn64@product"),
        ("categories", "wccn64@category", "pca64^0.5"),
    ],
)
def test_what_belongs_together_teaches_shape_and_products_alone_teach_colour(
    teacher, shape, colour
) -> None:
    recipe = fitted_recipe("resnet50+lab_color", teacher=teacher)
    assert summary(recipe) == [
        ("resnet50", shape, 0.5),
        ("resnet50_layer3", shape, 0.25),
        ("hog", shape, 0.1),
        ("lab_color", colour, 0.15),
    ]
    assert len(recipe) <= 200


@pytest.mark.parametrize(("pictures", "most"), [(75, 32), (127, 32), (128, 64), (300, 128)])
def test_few_pictures_give_few_dimensions(pictures, most) -> None:
    fitted = parse_recipe(fitted_recipe("vgg16+lab_color", pictures=pictures))
    assert max(part.projection.dimensions for part in fitted) == most
