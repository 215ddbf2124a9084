"""Features to unit vectors: the cosine is the weighted mean of the components' cosines."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline import DegenerateFeaturesError, compose, fit_projection


@pytest.fixture
def parts(component):
    return [
        component("hog", dimensions=5, weight=3.0),
        component("lab_color", dimensions=2, weight=1.0),
    ]


@pytest.fixture
def features() -> np.ndarray:
    return np.random.default_rng(7).random((6, 7)).astype(np.float32) * 100


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_vectors_have_unit_length(features, parts) -> None:
    vectors = compose(features, parts)
    assert vectors.shape == (6, 7)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(6), abs=1e-6)


def test_the_cosine_is_the_weighted_mean_of_the_components_cosines(features, parts) -> None:
    a, b = compose(features, parts)[:2]
    shape = cosine(features[0, :5], features[1, :5])
    colour = cosine(features[0, 5:], features[1, 5:])
    assert a @ b == pytest.approx(0.75 * shape + 0.25 * colour, abs=1e-6)


def test_other_weights_can_be_asked_for(features, parts) -> None:
    a, b = compose(features, parts, weights=[0, 2])[:2]
    assert a @ b == pytest.approx(cosine(features[0, 5:], features[1, 5:]), abs=1e-6)
    assert not a[:5].any()


def test_the_scale_of_a_component_does_not_matter(features, parts) -> None:
    louder = features * np.array([1e4] * 5 + [1e-4] * 2, np.float32)
    assert compose(louder, parts) == pytest.approx(compose(features, parts), abs=1e-6)


@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_tiny_and_huge_features_keep_their_direction(size, parts) -> None:
    row = np.array([[3, 4, 0, 0, 0, 1, 0]], np.float32) * np.float32(size)
    assert compose(row, parts)[0, :2] == pytest.approx(np.sqrt(0.75) * np.array([0.6, 0.8]))


def test_a_block_without_anything_in_it_is_left_out(features, parts) -> None:
    features[0, :5] = 0
    vector = compose(features, parts)[0]
    assert not vector[:5].any()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("bad", [0, np.nan, np.inf, -np.inf])
def test_rows_without_direction_are_named(bad, features, parts) -> None:
    features[[1, 4]] = bad
    with pytest.raises(DegenerateFeaturesError, match="1, 4") as error:
        compose(features, parts)
    assert error.value.rows == (1, 4)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_single_number_that_is_not_finite_spoils_its_row(bad, features, parts) -> None:
    features[2, 6] = bad
    with pytest.raises(DegenerateFeaturesError) as error:
        compose(features, parts)
    assert error.value.rows == (2,)


def test_a_row_whose_only_wanted_block_is_zero_is_degenerate(features, parts) -> None:
    features[3, 5:] = 0
    with pytest.raises(DegenerateFeaturesError):
        compose(features, parts, weights=[0, 1])


def test_no_rows_give_no_vectors(parts) -> None:
    assert compose(np.empty((0, 7)), parts).shape == (0, 7)


@pytest.mark.parametrize("weights", [[1], [0, 0], [-1, 2], [np.nan, 1], [1, 2, 3]])
def test_weights_that_make_no_sense_are_refused(weights, features, parts) -> None:
    with pytest.raises(ValueError, match="eights"):
        compose(features, parts, weights=weights)


@pytest.mark.parametrize("shape", [(7,), (2, 6), (2, 8)])
def test_features_of_another_shape_are_refused(shape, parts) -> None:
    with pytest.raises(ValueError, match="shape"):
        compose(np.ones(shape), parts)


@pytest.fixture
def projected(component, features):
    """lab_color projected to 3 dimensions, beside hog as it is, and features for them."""
    random = np.random.default_rng(3)
    colours = random.random((50, 294)).astype(np.float32)
    projection = fit_projection(
        colours / np.linalg.norm(colours, axis=1, keepdims=True), dimensions=3, whitening=0.25
    )
    parts = [
        component("hog", dimensions=5, weight=3.0),
        component("lab_color", dimensions=3, weight=1.0, projection=projection.sha256),
    ]
    rows = np.concatenate([random.random((50, 5)).astype(np.float32), colours], axis=1)
    return rows, parts, projection


def test_a_projected_block_is_normalised_projected_and_normalised_again(projected) -> None:
    rows, parts, projection = projected
    vectors = compose(rows, parts, projections={projection.sha256: projection})
    colours = rows[:, 5:] / np.linalg.norm(rows[:, 5:], axis=1, keepdims=True)
    block = projection.apply(colours)
    block /= np.linalg.norm(block, axis=1, keepdims=True)
    assert vectors.shape == (50, 8)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(50), abs=1e-6)
    assert vectors[:, 5:] == pytest.approx(block * np.sqrt(0.25), abs=1e-5)


def test_an_empty_block_is_not_given_the_direction_of_the_mean(projected) -> None:
    rows, parts, projection = projected
    rows[0, 5:] = 0
    vector = compose(rows, parts, projections={projection.sha256: projection})[0]
    assert not vector[5:].any()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_a_projection_that_is_missing_or_of_other_dimensions_is_refused(
    projected, component
) -> None:
    rows, parts, projection = projected
    with pytest.raises(ValueError, match="projection of lab_color is missing"):
        compose(rows, parts)
    other = component("lab_color", dimensions=4, projection=projection.sha256)
    with pytest.raises(ValueError, match="other dimensions"):
        compose(rows, [parts[0], other], projections={projection.sha256: projection})
