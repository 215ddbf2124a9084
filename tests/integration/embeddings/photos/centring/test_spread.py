"""What a photo's cosines say as points: against how alike photos are by chance."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.models import EmbeddingSpace, PhotoSpread
from embeddings.photos.centring.catalogue import CatalogueSample
from embeddings.photos.centring.spread import (
    PHOTO_FLOOR,
    PHOTOS,
    add_spreads,
    photo_scale,
    photo_spreads,
)
from embeddings.pipeline.vectors.compose import unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(plain_space: EmbeddingSpace) -> CatalogueSample:
    dice = np.random.default_rng(0)
    rows = unit(dice.random((80, plain_space.dimensions), np.float32))
    return CatalogueSample(rows, (None, None), 0.0)


@pytest.fixture
def photo(plain_space: EmbeddingSpace) -> np.ndarray:
    dice = np.random.default_rng(1)
    return unit(dice.normal(size=(1, plain_space.dimensions)).astype(np.float32))


def scale_of(photo, space, sample, *, share: float = 1.0):
    spreads = photo_spreads(photo, space, sample)
    return photo_scale(spreads, space, sample, framing="whole", share=share)


def test_the_mean_picture_has_no_points_and_an_unlikely_one_fifty(
    plain_space: EmbeddingSpace, photo, sample: CatalogueSample
) -> None:
    scale = scale_of(photo, plain_space, sample)
    mean = float((photo @ sample.vectors.T).mean())
    assert scale.points(mean) == 0
    assert scale.points(1.0) == 100
    # The spread lies between the photo's own and what is usual for photos, 0.65 of the pictures'.
    own = (photo @ sample.vectors.T).std()
    among = (sample.vectors @ sample.vectors.T)[np.triu_indices(len(sample.vectors), 1)].std()
    low, high = sorted((own, 0.65 * among))
    assert mean + 2.6 * low < scale.cosines[1] < mean + 2.6 * high
    assert (scale.floor, scale.basis) == (PHOTO_FLOOR, PHOTOS)
    assert set(scale.blocks) == {"visual", "colour"}


def test_photos_seen_before_say_how_far_cosines_spread(
    plain_space: EmbeddingSpace, photo, sample: CatalogueSample
) -> None:
    before = scale_of(photo, plain_space, sample).cosines
    wide = dict.fromkeys(("", "visual", "colour"), (0.0, 0.04))
    for _ in range(30):
        add_spreads(plain_space, "whole", [wide] * 10)
    after = scale_of(photo, plain_space, sample).cosines
    assert after[0] == before[0]
    assert after[1] - after[0] == pytest.approx(2.6 * 0.2, rel=0.03)
    assert PhotoSpread.objects.get().photos == 300


def test_fewer_than_ten_are_not_written_down(plain_space: EmbeddingSpace) -> None:
    with pytest.raises(ValueError, match="too few"):
        add_spreads(plain_space, "whole", [{"": (0.0, 0.1)}] * 9)
    assert not PhotoSpread.objects.exists()


def test_a_picture_of_the_shop_is_measured_as_one(
    plain_space: EmbeddingSpace, photo, sample: CatalogueSample
) -> None:
    assert scale_of(photo, plain_space, sample, share=0) == plain_space.scales.catalogue


def test_of_a_handful_of_pictures_nobody_knows_what_chance_would_give(
    plain_space: EmbeddingSpace, photo, sample: CatalogueSample
) -> None:
    few = CatalogueSample(sample.vectors[:9], (None, None), 0.0)
    assert scale_of(photo, plain_space, few) is None
