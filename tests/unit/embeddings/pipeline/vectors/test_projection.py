"""Projections are scikit-learn's PCA, partly whitened, and are what their bytes say."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from sklearn.decomposition import PCA

from embeddings.pipeline import Projection, fit_projection


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    """400 pictures whose 30 features differ more along some axes than along others."""
    random = np.random.default_rng(5)
    rows = random.normal(size=(400, 12)) * np.geomspace(1, 0.01, 12) @ random.normal(size=(12, 30))
    rows += random.normal(size=(400, 30)) * 1e-3 + 2
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def same_up_to_sign(ours: np.ndarray, theirs: np.ndarray, *, tolerance: float = 1e-4) -> bool:
    signs = np.sign((ours * theirs).sum(axis=0))
    return np.allclose(ours, theirs * signs, atol=tolerance * np.abs(theirs).max())


@pytest.mark.parametrize("solver", ["full", "covariance_eigh"])
def test_without_whitening_it_is_scikit_learns_own_transform(features, solver) -> None:
    theirs = PCA(8, svd_solver=solver).fit_transform(features.astype(np.float64))
    ours = fit_projection(features, dimensions=8).apply(features)
    assert ours.shape == (400, 8)
    assert ours.dtype == np.float32
    assert same_up_to_sign(ours, theirs)


def test_whitened_in_full_it_is_scikit_learns_whitened_transform(features) -> None:
    theirs = PCA(8, whiten=True, svd_solver="full").fit_transform(features.astype(np.float64))
    ours = fit_projection(features, dimensions=8, whitening=0.5).apply(features)
    assert same_up_to_sign(ours, theirs)


def test_many_features_of_many_pictures_are_projected_as_by_the_exact_solver() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(600, 20)) * np.geomspace(1, 0.1, 20) @ random.normal(size=(20, 900))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    theirs = PCA(8, svd_solver="full").fit_transform(rows.astype(np.float64))
    ours = fit_projection(rows, dimensions=8).apply(rows)
    assert same_up_to_sign(ours, theirs, tolerance=1e-3)


@pytest.mark.parametrize("power", [0, 0.25, 0.5])
def test_whitening_divides_each_axis_by_a_power_of_its_variance(features, power) -> None:
    variance = PCA(8).fit(features.astype(np.float64)).explained_variance_
    projected = fit_projection(features, dimensions=8, whitening=power).apply(features)
    assert projected.var(axis=0, ddof=1) == pytest.approx(variance ** (1 - 2 * power), rel=1e-3)


def test_axes_without_spread_are_not_blown_up() -> None:
    flat = np.zeros((50, 6), np.float32)
    flat[:, 0] = np.linspace(0, 1, 50)
    projection = fit_projection(flat, dimensions=3, whitening=0.5)
    assert np.isfinite(projection.matrix).all()
    assert np.abs(projection.apply(flat)[:, 1:]).max() < 0.1


def test_the_same_pictures_give_the_same_projection(features) -> None:
    first, second = (fit_projection(features, dimensions=8, whitening=0.1) for _ in "ab")
    assert first.to_bytes() == second.to_bytes()
    assert first.sha256 == second.sha256
    other = fit_projection(features, dimensions=8, whitening=0.2)
    assert other.sha256 != first.sha256


def test_bytes_and_back_give_the_same_projection(features) -> None:
    projection = fit_projection(features, dimensions=8)
    data = projection.to_bytes()
    again = Projection.from_bytes(data)
    assert hashlib.sha256(data).hexdigest() == projection.sha256 == again.sha256
    assert (again.apply(features) == projection.apply(features)).all()
    assert (again.feature_dimensions, again.dimensions) == (30, 8)


def _pickled() -> bytes:
    import io

    file = io.BytesIO()
    np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return file.getvalue()


def _saved(*shape: int, dtype: type = np.float32, value: float = 1) -> bytes:
    import io

    file = io.BytesIO()
    np.save(file, np.full(shape, value, dtype))
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a projection",
        _pickled(),
        _saved(5),
        _saved(5, 1),
        _saved(5, 7),
        _saved(5, 3, dtype=np.float64),
        _saved(5, 3, value=np.nan),
        _saved(5, 3)[:-1],
    ],
)
def test_other_bytes_are_refused(data) -> None:
    with pytest.raises(ValueError, match="No projection"):
        Projection.from_bytes(data)


@pytest.mark.parametrize(("pictures", "dimensions"), [(400, 31), (400, 0), (7, 8)])
def test_too_few_pictures_or_features_are_refused(features, pictures, dimensions) -> None:
    with pytest.raises(ValueError, match="cannot be learnt"):
        fit_projection(features[:pictures], dimensions=dimensions)


def test_pictures_that_are_all_the_same_teach_nothing() -> None:
    with pytest.raises(ValueError, match="all the same"):
        fit_projection(np.ones((20, 6), np.float32), dimensions=2)
