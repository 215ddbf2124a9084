"""A build of the shop's own index is measured, memory included, and leaves nothing behind."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection

from benchmarks.data.synthetic import as_real_pictures
from benchmarks.report import growth
from benchmarks.vector_search.builds import measure_build
from embeddings.models import EmbeddingSpace, ImageEmbedding

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_build_is_measured_and_leaves_nothing() -> None:
    random = np.random.default_rng(2)
    features = np.abs(random.normal(size=(400, 2_342))).astype(np.float32)
    real = as_real_pictures(features, np.repeat(["shirts", "shoes"], 200))
    small, large = (measure_build(real, images=images) for images in (500, 2_000))
    assert (small.pictures, large.pictures) == (500, 2_000)
    assert large.index_mb > small.index_mb > 0
    # The server's program and sessions, at the least.
    assert small.own_mb > 1
    assert small.buffers_mb > 1
    assert large.peak_mb == pytest.approx(large.segments_mb + large.own_mb + large.buffers_mb)
    assert growth(small, large)[0] == 4
    assert not ImageEmbedding.objects.exists()
    assert not EmbeddingSpace.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
