"""Recipes: `resnet50:gem:320:pca256^0.25*0.8 + lab_color*0.2`."""

from __future__ import annotations

import pytest

from embeddings.pipeline import (
    ENCODERS,
    networks_in,
    parse_recipe,
    resolve_recipe,
    write_recipe,
)


def summary(recipe: str) -> list[tuple[str, str, float]]:
    return [(part.encoder, part.pooling, part.weight) for part in parse_recipe(recipe)]


def test_the_default_space_has_the_house_weights():
    assert summary("resnet50+lab_color") == [
        ("resnet50", "average", 0.8),
        ("lab_color", "", 0.2),
    ]


def test_pooling_and_weight_can_be_given():
    assert summary(" resnet50:gem * 3 + lab_color*0.5 ") == [
        ("resnet50", "gem", 3.0),
        ("lab_color", "", 0.5),
    ]


def test_one_network_may_be_pooled_in_two_ways():
    assert [part[1] for part in summary("vgg16:max+vgg16")] == ["max", "average"]


@pytest.mark.parametrize("recipe", ["", "resnet51", "resnet50+", "resnet50,hog", "RESNET50"])
def test_an_unknown_encoder_is_answered_with_the_known_ones(recipe):
    with pytest.raises(ValueError, match="Unknown encoder") as error:
        parse_recipe(recipe)
    assert all(name in str(error.value) for name in ENCODERS)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("resnet50:mean", "average, max, gem, layer3, 224, 320, a projection"),
        ("resnet50:", "average, max, gem"),
        ("vgg16:layer3", "Unknown option 'layer3'"),
        ("resnet50:512", "Unknown option '512'"),
        ("resnet50:224:320", "not several"),
        ("resnet50:pca64:pca32", "not several"),
        ("resnet50:max:max", "same option twice"),
        ("resnet50:pca", "no projection; write pca256"),
        ("resnet50:pca256^", "no projection; write pca256"),
        ("resnet50:pca256^-1", "no projection; write pca256"),
        ("resnet50:pca256^nan", "no projection; write pca256"),
        ("resnet50:pca\u0662", "no projection; write pca256"),
        ("resnet50:pca256^0.6", "must be 0 to 0.5"),
        ("resnet50:pca0", "keep 1 to 2048"),
        ("resnet50:pca2049", "keep 1 to 2048"),
        ("lab_color:pca295", "keep 1 to 294"),
        ("hog:320", "takes no pooling and no side"),
        ("resnet50:320:pca8+resnet50:320", "twice"),
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
def test_nonsense_is_refused(recipe, words):
    with pytest.raises(ValueError, match=words):
        parse_recipe(recipe)


def test_networks_are_those_that_need_a_file():
    assert networks_in("resnet50+lab_color+resnet50:max") == ("resnet50",)
    assert networks_in("hog+lab_color") == ()


def test_options_stand_in_any_order():
    first, second = parse_recipe("resnet50:pca256^0.25:320:max*2+vgg16:max:320:pca256^.25*2")
    assert (first.pooling, first.preprocessing) == ("max", "imagenet-366-crop-320")
    assert (first.projection.dimensions, first.projection.whitening) == (256, 0.25)
    assert (second.pooling, second.preprocessing) == (first.pooling, first.preprocessing)
    assert (second.projection, second.weight) == (first.projection, first.weight)


def test_each_network_has_its_own_larger_framing():
    assert parse_recipe("efficientnet_b0:320")[0].preprocessing == "imagenet-366-bicubic-crop-320"
    assert parse_recipe("resnet50:224") == parse_recipe("resnet50")


def test_poolings_side_by_side_are_one_part():
    (part,) = parse_recipe("resnet50:layer3:average:pca3072")
    assert part.pooling == "average+layer3"
    assert part.unprojected.resolve("ab" * 32).dimensions == 2048 + 1024


def test_hand_crafted_features_may_be_projected():
    assert parse_recipe("hog:pca64")[0].projection.dimensions == 64


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (" resnet50:average:224 * 0.8 + lab_color*0.20", "resnet50+lab_color"),
        ("resnet50:pca256^0.250:320*.85", "resnet50:320:pca256^0.25*0.85"),
        ("resnet50:layer3:average:pca64^0", "resnet50:average:layer3:pca64"),
        ("hog*1e-05", "hog*1e-05"),
    ],
)
def test_a_recipe_is_written_in_one_way_and_reads_the_same(typed, written):
    assert write_recipe(parse_recipe(typed)) == written
    assert parse_recipe(written) == parse_recipe(typed)


def test_resolving_ties_a_network_to_its_weights():
    network, colour = resolve_recipe("resnet50+lab_color", {"resnet50": "ab" * 32})
    assert network.weights_sha256 == "ab" * 32
    assert (network.dimensions, colour.weights_sha256) == (2048, "")


def test_a_network_without_weights_is_not_resolved():
    with pytest.raises(ValueError, match="sha256"):
        resolve_recipe("resnet50", {})


def test_a_projection_is_not_resolved_before_it_is_fitted():
    with pytest.raises(ValueError, match="hog:pca64 has to be fitted"):
        resolve_recipe("hog:pca64", {})
