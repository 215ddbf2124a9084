"""Recipes: `resnet50:gem:320:pca256^0.25*0.8 + lab_color*0.2`."""

from __future__ import annotations

import pytest

from embeddings.pipeline import ENCODERS, networks_in, parse_recipe, resolve_recipe


def summary(recipe: str) -> list[tuple[str, str, float]]:
    return [(part.encoder, part.pooling, part.weight) for part in parse_recipe(recipe)]


def test_the_default_space_has_the_house_weights() -> None:
    assert summary("resnet50+lab_color") == [
        ("resnet50", "average", 0.424),
        ("resnet50_layer3", "gem", 0.296),
        ("hog", "", 0.08),
        ("lab_color", "", 0.05),
    ]


def test_a_network_with_its_pooling_stands_for_itself_alone() -> None:
    assert summary("resnet50:average+lab_color") == [
        ("resnet50", "average", 0.8),
        ("lab_color", "", 0.05),
    ]
    assert summary("vgg16:average") == [("vgg16", "average", 0.8)]
    assert summary("resnet50_layer3") == [("resnet50_layer3", "gem", 0.4)]


def test_a_network_without_layer3_brings_outlines_alone() -> None:
    assert summary("vgg16*2") == [("vgg16", "average", 1.8), ("hog", "", 0.2)]


@pytest.mark.parametrize(
    ("recipe", "parts"),
    [
        ("vgg16+hog", [("vgg16", "average", 0.8), ("hog", "", 0.1)]),
        ("hog*0.5+vgg16", [("hog", "", 0.5), ("vgg16", "average", 0.8)]),
        (
            "resnet50+resnet50_layer3",
            [("resnet50", "average", 0.72), ("hog", "", 0.08), ("resnet50_layer3", "gem", 0.4)],
        ),
        (
            "vgg16*1+mobilenet_v2*1",
            [("vgg16", "average", 0.9), ("hog", "", 0.1), ("mobilenet_v2", "average", 1.0)],
        ),
    ],
)
def test_a_companion_that_is_there_already_is_not_brought_again(recipe, parts) -> None:
    assert summary(recipe) == parts


def test_the_side_is_for_the_network_the_projection_for_all_the_whitening_for_layer3() -> None:
    last, layer3, outlines = parse_recipe("resnet50:320:pca128^0.3")
    assert last.preprocessing == layer3.preprocessing == "imagenet-366-crop-320"
    assert outlines.preprocessing == "hog-128-v1"
    projections = [str(part.projection) for part in (last, layer3, outlines)]
    assert projections == ["pca128", "pca128^0.3", "pca128"]


def test_what_is_learnt_within_classes_goes_for_the_companions_too() -> None:
    parts = parse_recipe("resnet50:wccn64+lab_color:wccn32@product")
    sources = [(str(part.projection), part.projection.within) for part in parts]
    assert sources == [("wccn64", ("family", "category"))] * 3 + [("wccn32@product", ("product",))]


@pytest.mark.parametrize(
    ("recipe", "weight"),
    [
        ("resnet50+lab_color", 0.05),
        ("vgg16+hog+lab_color", 0.05),
        ("resnet50:pca64+lab_color", 0.2),
        ("resnet50+lab_color:pca64", 0.2),
        ("hog+lab_color", 0.2),
        ("lab_color", 0.2),
        ("resnet50+lab_color*0.3", 0.3),
    ],
)
def test_colour_counts_less_beside_a_networks_raw_features(recipe, weight) -> None:
    assert parse_recipe(recipe)[-1].weight == weight


def test_pooling_and_weight_can_be_given() -> None:
    assert summary(" resnet50:gem * 3 + lab_color*0.5 ") == [
        ("resnet50", "gem", 3.0),
        ("lab_color", "", 0.5),
    ]


def test_one_network_may_be_pooled_in_two_ways() -> None:
    assert summary("vgg16:max+vgg16:average") == [
        ("vgg16", "max", 0.8),
        ("vgg16", "average", 0.8),
    ]
    assert [part[:2] for part in summary("vgg16:max+vgg16")] == [
        ("vgg16", "max"),
        ("vgg16", "average"),
        ("hog", ""),
    ]


@pytest.mark.parametrize("recipe", ["", "resnet51", "resnet50+", "resnet50,hog", "RESNET50"])
def test_an_unknown_encoder_is_answered_with_the_known_ones(recipe) -> None:
    with pytest.raises(ValueError, match="Unknown encoder") as error:
        parse_recipe(recipe)
    assert all(name in str(error.value) for name in ENCODERS)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("resnet50:mean", "average, max, gem, 224, 320, a projection"),
        ("resnet50:", "average, max, gem"),
        ("resnet50:512", "Unknown option '512'"),
        ("resnet50:224:320", "one pooling, one side and one projection"),
        ("resnet50:pca64:pca32", "one pooling, one side and one projection"),
        ("resnet50:max:max", "one pooling, one side and one projection"),
        ("resnet50:pca", "no projection; write pca256"),
        ("resnet50:pca256^", "no projection; write pca256"),
        ("resnet50:pca256^-1", "no projection; write pca256"),
        ("resnet50:pca256^nan", "no projection; write pca256"),
        ("resnet50:pca\u0662", "no projection; write pca256"),
        ("resnet50:pca256^0.6", "must be 0 to 0.5"),
        ("resnet50:wccn", "no projection; write pca256"),
        ("resnet50:wccn64^0.3", "no projection; write pca256"),
        ("resnet50:wccn64@", "no projection; write pca256"),
        ("resnet50:wccn64@colour", "one of product, family, category"),
        ("resnet50:wccn0", "keep 1 to 1024"),
        ("resnet50:wccn64:pca64", "one pooling, one side and one projection"),
        ("resnet50:pca0", "keep 1 to 1024"),
        ("resnet50:average:pca2049", "keep 1 to 2048"),
        ("resnet50:pca2048", "keep 1 to 1024"),
        ("lab_color:pca295", "keep 1 to 294"),
        ("hog:320", "takes no pooling and no side"),
        ("resnet50:320:pca8+resnet50:320", "twice"),
        ("resnet50+resnet50:average", "twice"),
        ("hog:max", "takes no pooling"),
        ("hog*0", "above 0"),
        ("hog*-1", "above 0"),
        ("hog*nan", "above 0"),
        ("hog*inf", "above 0"),
        ("hog*", "above 0"),
        ("hog*much", "above 0"),
        ("hog+hog*2", "twice"),
    ],
)
def test_nonsense_is_refused(recipe, words) -> None:
    with pytest.raises(ValueError, match=words):
        parse_recipe(recipe)


def test_networks_are_those_that_need_a_file() -> None:
    assert networks_in("resnet50+lab_color+resnet50:max") == ("resnet50",)
    assert networks_in("hog+lab_color") == ()


def test_options_stand_in_any_order() -> None:
    first, second = parse_recipe("resnet50:pca256^0.25:320:max*2+vgg16:max:320:pca256^.25*2")
    assert (first.pooling, first.preprocessing) == ("max", "imagenet-366-crop-320")
    assert (first.projection.dimensions, first.projection.whitening) == (256, 0.25)
    assert (second.pooling, second.preprocessing) == (first.pooling, first.preprocessing)
    assert (second.projection, second.weight) == (first.projection, first.weight)


def test_each_network_has_its_own_larger_framing() -> None:
    (part,) = parse_recipe("efficientnet_b0:average:320")
    assert part.preprocessing == "imagenet-366-bicubic-crop-320"
    assert parse_recipe("efficientnet_b0:320")[0].preprocessing == part.preprocessing
    assert parse_recipe("resnet50:224") == parse_recipe("resnet50")


def test_hand_crafted_features_may_be_projected() -> None:
    assert parse_recipe("hog:pca64")[0].projection.dimensions == 64


def test_resolving_ties_a_network_to_its_weights() -> None:
    components = resolve_recipe("resnet50+lab_color", {"resnet50": "ab" * 32})
    last, layer3, outlines, colour = components
    assert last.weights_sha256 == layer3.weights_sha256 == "ab" * 32
    assert outlines.weights_sha256 == colour.weights_sha256 == ""
    assert [part.dimensions for part in components] == [2048, 1024, 1764, 294]


def test_a_network_without_weights_is_not_resolved() -> None:
    with pytest.raises(ValueError, match="sha256"):
        resolve_recipe("resnet50", {})


def test_a_projection_is_not_resolved_before_it_is_fitted() -> None:
    with pytest.raises(ValueError, match="pca64 of hog has to be fitted"):
        resolve_recipe("hog:pca64", {})
