"""The recipes that are tried."""

from __future__ import annotations

from embeddings.pipeline import parse_recipe, write_recipe
from recommendations.tuning_grid import tuning_steps, vary_colour, vary_projection


def test_projections_of_one_part_leave_the_others_alone():
    recipes = [
        write_recipe(parts)
        for parts in vary_projection(parse_recipe("vgg16+resnet50:max+lab_color"), number=1)
    ]
    assert len(recipes) == 8
    assert recipes[0] == "vgg16+resnet50:max:pca256+lab_color"
    assert recipes[-1] == "vgg16+resnet50:max:pca512^0.3+lab_color"
    # 512 of 512 numbers would be no projection.
    assert len(list(vary_projection(parse_recipe("vgg16"), number=0))) == 4


def test_colour_takes_its_share_from_the_others_in_proportion():
    recipes = list(vary_colour(parse_recipe("vgg16*3+resnet50*1+lab_color*4")))
    assert [part.weight for part in recipes[3]] == [0.6, 0.2, 0.2]
    assert len(recipes) == 6


def test_few_pictures_or_no_colour_leave_less_to_try():
    both = parse_recipe("resnet50+hog+lab_color")
    assert len(tuning_steps(both, pictures=1_000)) == 3
    assert len(tuning_steps(both, pictures=999)) == 1
    assert tuning_steps(parse_recipe("resnet50"), pictures=999) == []
    assert tuning_steps(parse_recipe("lab_color"), pictures=5_000) == []
