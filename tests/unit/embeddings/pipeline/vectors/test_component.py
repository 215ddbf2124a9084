"""Components check themselves at the door."""

from __future__ import annotations

import pytest

from embeddings.pipeline import Component, blocks_of, features_key


def test_json_and_back_gives_the_same_component(component) -> None:
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
        ("hog", {"projection": "pca"}, "projection's sha256"),
        ("hog", {"projection": "ab" * 32, "dimensions": 1765}, "cannot be projected to 1765"),
    ],
)
def test_parts_that_do_not_fit_are_refused(component, encoder, changes, words) -> None:
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
def test_odd_json_is_refused(component, changes) -> None:
    with pytest.raises(ValueError, match="component"):
        Component.from_json({**component("hog").to_json(), **changes})


def test_json_with_a_missing_key_is_refused(component) -> None:
    values = component("hog").to_json()
    del values["weight"]
    with pytest.raises(ValueError, match="weight"):
        Component.from_json(values)


def test_a_whole_number_is_a_weight(component) -> None:
    weight = Component.from_json({**component("hog").to_json(), "weight": 1}).weight
    assert isinstance(weight, float)


def test_a_projected_component_knows_how_many_numbers_it_is_projected_from(component) -> None:
    assert component("hog").feature_dimensions == 1764
    projected = component("hog", dimensions=64, projection="ab" * 32)
    assert (projected.feature_dimensions, projected.dimensions) == (1764, 64)


def test_what_comes_after_the_features_leaves_their_key_as_it_is(component) -> None:
    parts = [component("resnet50"), component("hog")]
    projected = component("resnet50", dimensions=64, projection="ab" * 32, weight=0.3)
    assert features_key([projected, component("hog", weight=9)]) == features_key(parts)


@pytest.mark.parametrize(
    "changes", [{"pooling": "max"}, {"preprocessing": "other"}, {"weights_sha256": "ab" * 32}]
)
def test_what_makes_the_features_makes_the_key(component, changes) -> None:
    key = features_key([component("resnet50")])
    assert features_key([component("resnet50", **changes)]) != key


def test_the_order_of_the_components_is_part_of_the_key(component) -> None:
    parts = [component("resnet50"), component("hog")]
    assert features_key(parts) != features_key(parts[::-1])


def test_what_an_encoder_that_has_gone_made_is_still_known(component) -> None:
    values = component("hog", projection="ab" * 32, dimensions=64).to_json()
    gone = Component.from_json({**values, "encoder": "ours", "weights_sha256": "0" * 64})
    assert blocks_of([gone, component("lab_color")])[0].name == "visual"
    with pytest.raises(ValueError, match="Unknown encoder 'ours'"):
        _ = gone.feature_dimensions
