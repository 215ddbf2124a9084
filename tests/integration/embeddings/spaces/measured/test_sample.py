"""A sample is random, the same each time, and drawn through an index."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.spaces.measured.sample import sample_pictures

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sample_knows_its_pictures_their_products_and_their_vectors(random_space) -> None:
    space = random_space(60, products=4)
    sample = sample_pictures(space, 20)
    assert len(set(sample.images.tolist())) == 20
    for image, product, vector in zip(sample.images, sample.products, sample.vectors, strict=True):
        row = space.embeddings.get(image=image)
        assert row.image.product_id == product
        np.testing.assert_array_equal(np.array(row.vector, np.float32), vector)


def test_the_sample_is_the_same_each_time_and_only_of_what_is_ready(random_space) -> None:
    space = random_space(60)
    random_space(60, name="another", state="ready")
    first = sample_pictures(space, 10)
    np.testing.assert_array_equal(first.images, sample_pictures(space, 10).images)
    gone = int(first.images[0])
    space.embeddings.filter(image=gone).update(state="pending", vector=None)
    second = sample_pictures(space, 10).images.tolist()
    assert gone not in second
    assert space.embeddings.filter(image__in=second).count() == 10


def test_the_same_bytes_count_once_and_an_empty_space_gives_an_empty_sample(random_space) -> None:
    space = random_space(60)
    space.embeddings.update(digest="a" * 64)
    assert len(sample_pictures(space, 10).images) == 1
    space.embeddings.all().delete()
    empty = sample_pictures(space, 10)
    assert empty.vectors.shape == (0, space.dimensions)
