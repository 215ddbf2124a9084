"""A space's projections come back as they were stored, or not at all."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Projection
from embeddings.spaces.projections import keep_projections, read_projections
from embeddings.worker.encoder_cache import EncoderUnavailableError, composer_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def projection() -> Projection:
    random = np.random.default_rng(3)
    return Projection(
        random.random(294).astype(np.float32), random.random((294, 8)).astype(np.float32)
    )


@pytest.fixture
def space(projection) -> EmbeddingSpace:
    described = {
        "encoder": "lab_color",
        "pooling": "",
        "preprocessing": "lab-hist-v1",
        "weights_sha256": "",
        "dimensions": 8,
        "weight": 1.0,
        "projection": projection.sha256,
    }
    space = EmbeddingSpace.objects.create(
        name="projected", recipe="lab_color:pca8", components=[described], dimensions=8
    )
    keep_projections(space, {projection.sha256: projection})
    return space


def test_projections_are_read_as_they_were_kept(space, projection) -> None:
    (read,) = read_projections(space).values()
    assert (read.matrix == projection.matrix).all()
    assert (read.mean == projection.mean).all()
    assert composer_for(space)(np.ones((2, 294))).shape == (2, 8)


def test_a_damaged_projection_is_refused(space) -> None:
    stored = space.projections.get()
    data = bytearray(stored.data)
    data[-1] ^= 1
    space.projections.update(data=bytes(data))
    with pytest.raises(EncoderUnavailableError, match="damaged; build the space anew"):
        composer_for(space)


def test_a_missing_projection_is_refused(space) -> None:
    space.projections.all().delete()
    with pytest.raises(ValueError, match="projection of lab_color is missing"):
        composer_for(space)(np.ones((2, 294)))
