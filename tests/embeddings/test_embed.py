"""From an uploaded picture to a stored unit vector."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.embed import FILE_MISSING
from embeddings.models import ImageEmbedding


def test_a_picture_is_embedded_as_a_unit_vector(plain_space, make_product, embed):
    make_product("red", "blue")

    assert embed() == 2

    for row in ImageEmbedding.objects.all():
        vector = np.array(row.vector)
        assert row.state == "ready"
        assert len(row.features) == vector.size == plain_space.dimensions
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_a_missing_file_fails_with_a_reason_and_the_others_go_on(plain_space, make_product, embed):
    lost, kept = make_product("red", "blue").images.all()
    lost.image.storage.delete_picture(lost.image.name)

    assert embed() == 1

    assert lost.embeddings.get().error == FILE_MISSING
    assert lost.embeddings.get().state == "failed"
    assert kept.embeddings.get().state == "ready"
