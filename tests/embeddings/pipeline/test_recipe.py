"""Recipes: `resnet50:gem*0.8 + lab_color*0.2`."""

from __future__ import annotations

import pytest

from embeddings.pipeline import ENCODERS, networks_in, parse_recipe, resolve_recipe


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
        ("resnet50:mean", "average, max, gem"),
        ("resnet50:", "average, max, gem"),
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


def test_resolving_ties_a_network_to_its_weights():
    network, colour = resolve_recipe("resnet50+lab_color", {"resnet50": "ab" * 32})
    assert network.weights_sha256 == "ab" * 32
    assert (network.dimensions, colour.weights_sha256) == (2048, "")


def test_a_network_without_weights_is_not_resolved():
    with pytest.raises(ValueError, match="sha256"):
        resolve_recipe("resnet50", {})
