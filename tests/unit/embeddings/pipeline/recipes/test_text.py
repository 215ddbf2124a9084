"""Equal recipes are written in one way, and what is written reads the same."""

from __future__ import annotations

import pytest

from embeddings.pipeline import parse_recipe, write_recipe


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("resnet50:224 * 0.8 + lab_color*0.050", "resnet50+lab_color"),
        (
            "resnet50:average*.424+resnet50_layer3:gem*.296+hog*.08+lab_color",
            "resnet50+lab_color",
        ),
        (
            "resnet50:average*.4+resnet50_layer3:gem*.4+lab_color",
            "resnet50:average*0.4+resnet50_layer3+lab_color",
        ),
        ("resnet50:pca256^0.250:320*.85", "resnet50:320:pca256^0.25*0.85"),
        ("resnet50:pca64^0+lab_color*.2", "resnet50:pca64+lab_color"),
        ("resnet50+lab_color*.2", "resnet50+lab_color*0.2"),
        (
            "resnet50:wccn64@family+lab_color:wccn64@product*.2",
            "resnet50:wccn64@family+lab_color:wccn64@product",
        ),
        ("vgg16:average:wccn64*.72+hog:wccn32*.08", None),
        ("resnet50:average:pca64+resnet50_layer3:pca64^.1", None),
        (
            "resnet50:average:pca64*.424+resnet50_layer3:pca64^.1*.296+hog:pca64*.08",
            "resnet50:pca64^0.1",
        ),
        (
            "resnet50:average:pca64^.1*.424+resnet50_layer3:pca64^.1*.296+hog:pca64*.08",
            "resnet50:average:pca64^0.1*0.424+resnet50_layer3:pca64^0.1*0.296+hog:pca64*0.08",
        ),
        ("resnet50:average:pca64*.424+resnet50_layer3:pca64*.296+hog:pca32*.08", None),
        ("resnet50:average:320*.424+resnet50_layer3:224*.296+hog*.08", None),
        ("resnet50:max*.424+resnet50_layer3*.296+hog*.08", None),
        ("resnet50:average*.424+resnet50_layer3:max*.296+hog*.08", None),
        ("resnet50_layer3*.296+resnet50:average*.424+hog*.08", None),
        ("resnet50:average*.424+hog*.08+resnet50_layer3*.296", None),
        ("resnet50+resnet50_layer3", None),
        ("vgg16+hog", None),
        ("vgg16:average*.72+hog*.08", "vgg16"),
        ("vgg16:average", "vgg16:average"),
        ("resnet50:average", "resnet50:average"),
        ("hog*1e-05+lab_color*3", "hog*1e-05+lab_color*3"),
    ],
)
def test_a_recipe_is_written_in_one_way_and_reads_the_same(typed, written) -> None:
    text = write_recipe(parse_recipe(typed))
    assert written is None or text == written
    assert parse_recipe(text) == parse_recipe(typed)
    assert write_recipe(parse_recipe(text)) == text
