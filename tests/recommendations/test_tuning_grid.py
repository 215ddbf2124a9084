"""The recipes that are tried."""

from __future__ import annotations

from embeddings.pipeline import parse_recipe, write_recipe
from embeddings.space_creation import MAX_RECIPE_CHARACTERS
from recommendations.tuning_grid import (
    tuning_steps,
    vary_colour,
    vary_projections,
    vary_whitening,
)


def written(variants) -> list[str]:
    return [write_recipe(parts) for parts in variants]


def test_all_parts_are_projected_together_and_colour_with_them_or_not():
    recipes = written(vary_projections(parse_recipe("vgg16*0.7+hog*0.21+lab_color*0.09")))
    assert len(recipes) == 12
    assert recipes[0] == "vgg16:pca128*0.7+hog:pca128*0.21+lab_color*0.09"
    assert recipes[-1] == "vgg16:pca256^0.3*0.7+hog:pca256^0.3*0.21+lab_color:pca64^0.5*0.09"
    assert len(written(vary_projections(parse_recipe("vgg16")))) == 6


def test_one_part_is_whitened_and_the_others_left_alone():
    parts = parse_recipe("vgg16:pca128*0.7+hog:pca256*0.3")
    assert written(vary_whitening(parts, number=1)) == [
        "vgg16:pca128*0.7+hog:pca256*0.3",
        "vgg16:pca128*0.7+hog:pca256^0.15*0.3",
        "vgg16:pca128*0.7+hog:pca256^0.3*0.3",
    ]
    assert written(vary_whitening(parse_recipe("vgg16"), number=0)) == []


def test_colour_takes_its_share_from_the_others_in_proportion():
    recipes = list(vary_colour(parse_recipe("vgg16*3+hog*1+lab_color*4")))
    assert [[part.weight for part in parts] for parts in recipes][3] == [0.6, 0.2, 0.2]
    assert len(recipes) == 5


def test_few_pictures_or_no_colour_leave_less_to_try():
    both = parse_recipe("vgg16+hog+lab_color")
    assert len(tuning_steps(both, pictures=1_000)) == 4
    assert tuning_steps(both, pictures=999) == [vary_colour]
    assert tuning_steps(parse_recipe("vgg16"), pictures=999) == []
    assert tuning_steps(parse_recipe("lab_color"), pictures=999) == []


def test_whatever_is_tried_can_be_written_down_and_created():
    parts = parse_recipe("resnet50+hog*0.1+lab_color")
    for step in tuning_steps(parts, pictures=1_000):
        for tried in step(parts):
            assert parse_recipe(write_recipe(tried)) == tried
            assert len(write_recipe(tried)) <= MAX_RECIPE_CHARACTERS
            parts = tried
