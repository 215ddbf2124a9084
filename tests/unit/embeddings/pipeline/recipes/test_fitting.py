"""A recipe's projections are fitted each on its own part of the features."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline import Labels, compose, fit_projection, fit_recipe, fit_within_class


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    return np.random.default_rng(5).random((300, 1764 + 294)).astype(np.float32)


def units(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_each_part_has_a_projection_of_its_own_features(features) -> None:
    components, projections = fit_recipe("hog:pca16^0.5+lab_color:pca8*0.3", features, sha256_of={})
    shape, colour = components
    assert (shape.dimensions, colour.dimensions, colour.weight) == (16, 8, 0.3)
    assert set(projections) == {shape.projection, colour.projection}
    expected = fit_projection(units(features[:, 1764:]), dimensions=8)
    assert projections[colour.projection].matrix == pytest.approx(expected.matrix, abs=1e-4)
    assert compose(features, components, projections=projections).shape == (300, 24)


def test_a_part_without_projection_stays_as_it_is(features) -> None:
    components, projections = fit_recipe("hog:pca16+lab_color", features, sha256_of={})
    assert [part.dimensions for part in components] == [16, 294]
    assert len(projections) == 1
    assert components[1].projection == ""


def test_pictures_in_which_a_part_sees_nothing_do_not_count_for_it(features) -> None:
    blind = features.copy()
    blind[:100, :1764] = 0
    (shape, _), _ = fit_recipe("hog:pca16+lab_color", blind, sha256_of={})
    (expected, _), others = fit_recipe("hog:pca16+lab_color", features[100:], sha256_of={})
    assert shape == expected
    assert shape.projection in others


def test_a_networks_component_keeps_its_weights() -> None:
    rows = np.random.default_rng(5).random((40, 1280)).astype(np.float32)
    recipe = "mobilenet_v2:average:pca4"
    (part,), _ = fit_recipe(recipe, rows, sha256_of={"mobilenet_v2": "ab" * 32})
    assert (part.weights_sha256, part.dimensions) == ("ab" * 32, 4)


def test_too_few_pictures_are_refused(features) -> None:
    with pytest.raises(ValueError, match="cannot be learnt from 15 pictures"):
        fit_recipe("hog:pca16+lab_color", features[:15], sha256_of={})


def test_a_projection_within_classes_learns_from_what_it_names(features) -> None:
    random = np.random.default_rng(1)
    labels = Labels.number(
        product=random.integers(60, size=300),
        family=random.integers(40, size=300),
        category=random.integers(5, size=300),
    )

    def fit(option: str) -> np.ndarray:
        recipe = f"hog+lab_color:{option}"
        (_, colour), projections = fit_recipe(recipe, features, sha256_of={}, labels=labels)
        return projections[colour.projection].matrix

    colours = units(features[:, 1764:])
    for option, labellings in {
        "wccn8": [labels.family, labels.category],
        "wccn8@product": [labels.product],
        "wccn8@category": [labels.category],
    }.items():
        expected = fit_within_class(colours, labellings, dimensions=8)
        assert fit(option) == pytest.approx(expected.matrix, abs=1e-5)
    with pytest.raises(ValueError, match="which pictures belong together"):
        fit_recipe("hog+lab_color:wccn8", features, sha256_of={})


def test_labels_of_pictures_in_which_a_part_sees_nothing_do_not_count(features) -> None:
    labels = Labels.number(
        product=np.arange(300) // 2, family=np.arange(300) // 2, category=np.arange(300) // 100
    )
    blind = features.copy()
    blind[:100, :1764] = 0
    (shape,), _ = fit_recipe("hog:wccn16", blind[:, :1764], sha256_of={}, labels=labels)
    seen = labels.only(np.arange(100, 300))
    (other,), _ = fit_recipe("hog:wccn16", features[100:, :1764], sha256_of={}, labels=seen)
    assert shape == other
