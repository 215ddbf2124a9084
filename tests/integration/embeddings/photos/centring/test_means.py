"""The running mean of shoppers' photos: what is kept, how it blends, how it fades."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from django.db import connection

from embeddings.models import EmbeddingSpace, PhotoMean
from embeddings.photos.centring.means import (
    LEAST_PHOTOS,
    MOST_PHOTOS,
    PRIOR_PHOTOS,
    add_photos,
    forget_unused_means,
    photo_means,
)
from embeddings.pipeline import prior_mean

pytestmark = pytest.mark.django_db(transaction=True)


def photos_of(space: EmbeddingSpace, number: int, *, axis: int = 0) -> np.ndarray:
    """Photos that all look the same: one number of each component is 1."""
    rows = []
    for part in space.parts:
        row = np.zeros(part.feature_dimensions, np.float32)
        row[axis] = 1
        rows.append(row)
    return np.tile(np.concatenate(rows), (number, 1))


def test_before_any_photo_what_was_measured_beforehand_holds(plain_space: EmbeddingSpace) -> None:
    for mean, part in zip(photo_means(plain_space, "whole"), plain_space.parts, strict=True):
        assert np.array_equal(mean, prior_mean(part, "whole"))


def test_ten_photos_count_as_much_as_what_was_measured(plain_space: EmbeddingSpace) -> None:
    add_photos(plain_space, "whole", photos_of(plain_space, PRIOR_PHOTOS))
    for mean, part in zip(photo_means(plain_space, "whole"), plain_space.parts, strict=True):
        expected = prior_mean(part, "whole") / 2
        expected[0] += 0.5
        assert np.allclose(mean, expected, atol=1e-6)
    # Photos in another framing have a mean of their own.
    assert photo_means(plain_space, "white")[0][0] < 0.2


def test_fewer_than_ten_are_not_written_down(plain_space: EmbeddingSpace) -> None:
    with pytest.raises(ValueError, match="too few"):
        add_photos(plain_space, "whole", photos_of(plain_space, LEAST_PHOTOS - 1))
    assert not PhotoMean.objects.exists()


def test_older_photos_fade(plain_space: EmbeddingSpace) -> None:
    for _ in range(2 * MOST_PHOTOS // 50):
        add_photos(plain_space, "whole", photos_of(plain_space, 50))
    assert PhotoMean.objects.get().photos == pytest.approx(MOST_PHOTOS)
    for _ in range(MOST_PHOTOS // 50):
        add_photos(plain_space, "whole", photos_of(plain_space, 50, axis=1))
    mean = photo_means(plain_space, "whole")[0]
    assert mean[0] < 0.4 < mean[1]


def test_workers_that_add_at_once_lose_nothing(plain_space: EmbeddingSpace) -> None:
    def add(_: int) -> None:
        try:
            add_photos(plain_space, "whole", photos_of(plain_space, LEAST_PHOTOS))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(12)))
    row = PhotoMean.objects.get()
    assert row.photos == 12 * LEAST_PHOTOS
    assert np.frombuffer(row.sums, "<f4").sum() == 12 * LEAST_PHOTOS * len(plain_space.parts)


def test_it_is_forgotten_with_the_last_space_of_its_features(plain_space: EmbeddingSpace) -> None:
    add_photos(plain_space, "whole", photos_of(plain_space, LEAST_PHOTOS))
    assert forget_unused_means() == 0
    EmbeddingSpace.objects.update(state=EmbeddingSpace.State.RETIRED)
    assert forget_unused_means() == 1
    assert not PhotoMean.objects.exists()
