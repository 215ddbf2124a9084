"""A big space gets its own HNSW index, built beside the traffic; a broken one is replaced."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import DatabaseError, connection

from catalog.models import Product, ProductImage
from embeddings import index, index_session
from embeddings.index import build_index, ensure_indexes, index_is_valid, read_index_state
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.conftest import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

DIMENSIONS = 16


@pytest.fixture
def space(category) -> EmbeddingSpace:
    """A live space of 60 random unit vectors."""
    space = EmbeddingSpace.objects.create(
        name="random", recipe="random", components=[], dimensions=DIMENSIONS, state="live"
    )
    product = Product.objects.create(sku="1", slug="one", name="One", category=category, price=1)
    images = ProductImage.objects.bulk_create(
        ProductImage(product=product, image=f"{n}.jpg", width=1, height=1, sha256=f"{n:064}")
        for n in range(60)
    )
    vectors = np.random.default_rng(7).normal(size=(60, DIMENSIONS))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ImageEmbedding.objects.bulk_create(
        ImageEmbedding(
            image=image,
            space=space,
            state="ready",
            digest=image.sha256,
            features=vector.tolist(),
            vector=vector.tolist(),
        )
        for image, vector in zip(images, vectors, strict=True)
    )
    yield space
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {space.index_name}")


def test_the_index_is_partial_and_on_the_spaces_dimensions(space):
    assert read_index_state(space) == "missing"
    assert build_index(space) is True
    assert read_index_state(space) == "valid"
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [space.index_name])
        definition = cursor.fetchone()[0]
    assert "hnsw" in definition and f"halfvec({DIMENSIONS})" in definition
    assert f"space_id = {space.pk}" in definition


def test_a_valid_index_is_not_built_again(space):
    build_index(space)
    assert build_index(space) is False


def test_what_a_broken_build_left_is_replaced(space):
    build_index(space)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)",
            [space.index_name],
        )
    assert read_index_state(space) == "invalid"
    assert build_index(space) is True
    assert read_index_state(space) == "valid"


def test_small_spaces_get_no_index(space):
    ensure_indexes()
    assert read_index_state(space) == "missing"


def test_a_space_that_has_grown_gets_its_index_in_the_background(space, monkeypatch):
    monkeypatch.setattr(index, "INDEX_MIN_ROWS", 50)
    ensure_indexes()
    wait_until(lambda: read_index_state(space) == "valid", 20)


def test_only_one_build_at_a_time(space):
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [index_session._ADVISORY_LOCK])
        assert build_index(space) is False
        other.connection.close()


def test_validity_is_asked_of_the_database_only_now_and_then(space, django_assert_num_queries):
    build_index(space)
    assert index_is_valid(space) is True
    with django_assert_num_queries(0):
        assert index_is_valid(space) is True
    index._known.clear()
    with django_assert_num_queries(1):
        assert index_is_valid(space) is True


def test_a_failed_build_gives_its_lock_back(space, monkeypatch):
    monkeypatch.setattr(EmbeddingSpace, "index_name", "not a name")
    with pytest.raises(DatabaseError):
        build_index(space)
    monkeypatch.undo()
    assert build_index(space) is True
