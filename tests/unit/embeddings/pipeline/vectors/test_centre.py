"""Photos compared with a shop's pictures: each side as it differs from its own mean."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline import (
    Component,
    DegenerateFeaturesError,
    Projection,
    compose,
    compose_photos,
)
from embeddings.pipeline.vectors.compose import unit

FEATURES = 294  # of lab_color
THINGS = 40


@pytest.fixture
def world():
    """The same things twice: as a shop shows them, and as photos, which share what is theirs."""
    dice = np.random.default_rng(3)
    axes = dice.normal(size=(12, FEATURES))
    things = dice.normal(size=(THINGS, 12))
    studio, home = dice.normal(size=(2, 12)) * 2
    noise = dice.normal(size=things.shape) * 0.3
    pictures = unit(((things + studio) @ axes).astype(np.float32))
    photos = unit(((things + noise + home) @ axes).astype(np.float32))
    return pictures, photos


def found_first(photos: np.ndarray, pictures: np.ndarray) -> float:
    return float((np.argmax(photos @ pictures.T, axis=1) == np.arange(THINGS)).mean())


def test_in_a_plain_space_centred_photos_find_what_they_show(world, component) -> None:
    pictures, photos = world
    parts = [component("lab_color")]
    stored = compose(pictures, parts)
    centred = compose_photos(
        photos, parts, photos=(photos.mean(axis=0),), catalogue=(pictures.mean(axis=0),)
    )
    assert found_first(compose(photos, parts), stored) < 0.7
    assert found_first(centred.vectors, stored) > 0.9
    assert centred.shares.min() == 1
    assert np.allclose(np.linalg.norm(centred.vectors, axis=1), 1, atol=1e-5)


def test_in_a_plain_space_chance_has_one_zero_for_all_photos(world, component) -> None:
    pictures, photos = world
    parts = [component("lab_color")]
    centred = compose_photos(
        photos, parts, photos=(photos.mean(axis=0),), catalogue=(pictures.mean(axis=0),)
    )
    with_mean = centred.vectors @ pictures.mean(axis=0)
    assert np.ptp(with_mean) < 1e-4


def test_in_a_fitted_space_the_photos_mean_takes_the_place_of_the_catalogues(world) -> None:
    pictures, photos = world
    mean = pictures.mean(axis=0)
    axes = np.linalg.svd(pictures - mean, full_matrices=False)[2][:30].T
    projection = Projection(mean, np.ascontiguousarray(axes, dtype=np.float32))
    part = Component(
        encoder="lab_color",
        pooling="",
        preprocessing="lab-hist-v1",
        weights_sha256="",
        dimensions=30,
        weight=1.0,
        projection=projection.sha256,
    )
    fitted = {projection.sha256: projection}
    own = photos.mean(axis=0)
    centred = compose_photos(photos, [part], projections=fitted, photos=(own,), catalogue=(None,))
    by_hand = unit(Projection(own, projection.matrix).apply(photos))
    assert np.allclose(centred.vectors, by_hand, atol=1e-4)
    stored = compose(pictures, [part], projections=fitted)
    raw = compose(photos, [part], projections=fitted)
    assert found_first(centred.vectors, stored) > found_first(raw, stored) + 0.2


def test_a_picture_of_the_shop_is_compared_as_one(world, component) -> None:
    """Whoever searches with a screenshot of a product finds it at 100 %."""
    pictures, photos = world
    parts = [component("lab_color")]
    centred = compose_photos(
        pictures, parts, photos=(photos.mean(axis=0),), catalogue=(pictures.mean(axis=0),)
    )
    assert centred.shares.max() == 0
    assert np.allclose(centred.vectors, compose(pictures, parts), atol=1e-6)


def test_without_means_photos_are_composed_as_pictures_are(world, component) -> None:
    _, photos = world
    parts = [component("lab_color")]
    for photos_mean, catalogue_mean in ((None, photos[0]), (photos[0], None)):
        centred = compose_photos(photos, parts, photos=(photos_mean,), catalogue=(catalogue_mean,))
        assert np.allclose(centred.vectors, compose(photos, parts), atol=1e-6)
        assert centred.shares.min() == 1


def test_a_block_that_sees_nothing_stays_zero(world, component) -> None:
    pictures, photos = world
    parts = [component("lab_color"), component("hog")]
    hog = np.zeros((1, 1764), np.float32)
    outlines = np.full(1764, 1 / 42, np.float32)
    means = (np.asarray(photos.mean(axis=0), np.float32), outlines)
    centred = compose_photos(
        np.concatenate([photos[:1], hog], axis=1),
        parts,
        photos=means,
        catalogue=(np.asarray(pictures.mean(axis=0), np.float32), outlines),
    )
    assert not centred.vectors[0, FEATURES:].any()
    assert np.linalg.norm(centred.vectors) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_a_photo_without_direction_is_refused(world, component, value: float) -> None:
    _, photos = world
    rows = photos[:3].copy()
    rows[1] = value
    with pytest.raises(DegenerateFeaturesError) as refused:
        compose_photos(rows, [component("lab_color")], photos=(None,), catalogue=(None,))
    assert refused.value.rows == (1,)
