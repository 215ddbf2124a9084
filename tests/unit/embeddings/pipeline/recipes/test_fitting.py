"""A recipe's projections are fitted each on its own part of the features."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline import compose, fit_projection, fit_recipe


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
