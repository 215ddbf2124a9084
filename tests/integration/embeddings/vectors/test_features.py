"""Features are found by a picture's bytes, in any space that makes the same ones."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import create_space
from embeddings.vectors.features import find_features, sample_features

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def image(plain_space: EmbeddingSpace, make_product, embed):
    image = make_product("red").images.get()
    embed()
    return image


def test_features_come_from_a_space_of_the_same_features_only(image) -> None:
    same, other = create_space("hog*3+lab_color"), create_space("lab_color")
    found = find_features(same, [image.sha256, "0" * 64])
    assert list(found) == [image.sha256]
    stored = image.embeddings.ready().get().features
    assert (found[image.sha256] == np.array(stored, np.float32)).all()
    assert found[image.sha256].dtype == np.float32
    assert find_features(other, [image.sha256]) == {}


def test_features_of_other_bytes_or_of_an_unfinished_row_are_not_found(image) -> None:
    same = create_space("hog*3+lab_color")
    ImageEmbedding.objects.ready().update(digest="0" * 64)
    assert find_features(same, [image.sha256]) == {}
    ImageEmbedding.objects.ready().update(digest=image.sha256, state="pending", vector=None)
    assert find_features(same, [image.sha256]) == {}


def test_a_space_that_does_not_say_what_makes_its_features_shares_none(
    image, plain_space: EmbeddingSpace
) -> None:
    EmbeddingSpace.objects.update(features_key="")
    plain_space.refresh_from_db()
    assert find_features(plain_space, [image.sha256]) == {}


def test_a_sample_is_the_same_every_time_and_takes_each_picture_once(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red", "green", "blue", "gold", "red")
    embed()
    everything = sample_features(plain_space, limit=10)[0]
    assert everything.shape == (4, plain_space.dimensions)
    assert (sample_features(plain_space, limit=2)[0] == everything[:2]).all()


def test_a_sample_says_what_belongs_together(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    mug = make_product("red", "green", family="mug")
    other = make_product("blue", family="mug")
    alone = make_product("gold")
    embed()
    features, labels = sample_features(plain_space, limit=10)
    digests = ProductImage.objects.order_by("sha256").values_list("product_id", flat=True)
    assert len(features) == len(labels) == 4

    def together(numbers: list[int]) -> set[frozenset[int]]:
        return {
            frozenset(pk for pk, of in zip(digests, numbers, strict=True) if of == number)
            for number in numbers
        }

    assert together(labels.product.tolist()) == {
        frozenset({mug.pk}),
        frozenset({other.pk}),
        frozenset({alone.pk}),
    }
    assert together(labels.family.tolist()) == {
        frozenset({mug.pk, other.pk}),
        frozenset({alone.pk}),
    }
    assert together(labels.category.tolist()) == {frozenset({mug.pk, other.pk, alone.pk})}
