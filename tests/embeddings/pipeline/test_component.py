"""Components check themselves at the door."""

from __future__ import annotations

import pytest

from embeddings.pipeline import Component


def test_json_and_back_gives_the_same_component(component):
    for encoder in ("resnet50", "hog"):
        whole = component(encoder, weight=0.25)
        assert Component.from_json(whole.to_json()) == whole


@pytest.mark.parametrize(
    ("encoder", "changes", "words"),
    [
        ("resnet50", {"pooling": "median"}, "average, max, gem"),
        ("resnet50", {"pooling": ""}, "pooling"),
        ("resnet50", {"weights_sha256": ""}, "sha256"),
        ("resnet50", {"weights_sha256": "G" * 64}, "sha256"),
        ("hog", {"pooling": "max"}, "hand-crafted"),
        ("hog", {"weights_sha256": "0" * 64}, "hand-crafted"),
        ("hog", {"preprocessing": ""}, "preprocessing"),
        ("hog", {"dimensions": 0}, "dimensions"),
        ("hog", {"weight": 0.0}, "above 0"),
        ("hog", {"weight": float("nan")}, "above 0"),
        ("hog", {"weight": float("inf")}, "above 0"),
        ("hog", {"encoder": "resnet51"}, "resnet50, vgg16"),
    ],
)
def test_parts_that_do_not_fit_are_refused(component, encoder, changes, words):
    with pytest.raises(ValueError, match=words):
        component(encoder, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "red"},
        {"weight": "0.5"},
        {"weight": True},
        {"dimensions": 1764.0},
        {"encoder": None},
    ],
)
def test_odd_json_is_refused(component, changes):
    with pytest.raises(ValueError, match="component"):
        Component.from_json({**component("hog").to_json(), **changes})


def test_json_with_a_missing_key_is_refused(component):
    values = component("hog").to_json()
    del values["weight"]
    with pytest.raises(ValueError, match="weight"):
        Component.from_json(values)


def test_a_whole_number_is_a_weight(component):
    weight = Component.from_json({**component("hog").to_json(), "weight": 1}).weight
    assert isinstance(weight, float)
