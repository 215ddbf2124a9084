"""A space is built when every picture has its place in it, whatever comes in meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import create_space, finish_built_spaces
from embeddings.spaces.measured.progress import has_features, is_built

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def building(plain_space: EmbeddingSpace, make_product) -> EmbeddingSpace:
    make_product("red", "green", "blue")
    return create_space("lab_color")


def test_a_space_is_not_built_while_a_picture_of_before_waits(building, embed) -> None:
    assert not is_built(building)
    embed()
    assert is_built(building)
    ImageEmbedding.objects.filter(space=building).update(state="pending", vector=None)
    assert not is_built(building)


def test_a_picture_without_a_row_keeps_a_space_from_being_built(building, embed) -> None:
    embed()
    building.embeddings.first().delete()
    assert not is_built(building)
    finish_built_spaces()
    building.refresh_from_db()
    assert building.state == "building"


def test_an_upload_of_just_now_does_not(building, make_product, embed) -> None:
    embed()
    make_product("gold")
    assert is_built(building)
    long_ago = timezone.now() - timedelta(seconds=11)
    building.embeddings.pending().update(queued_at=long_ago)
    assert not is_built(building)


def test_failed_pictures_do_not(building, embed) -> None:
    embed()
    building.embeddings.update(state="failed", vector=None)
    assert is_built(building)


def test_nine_in_ten_are_enough_to_learn_from(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product(*(f"hsl({hue}, 80%, 45%)" for hue in range(0, 360, 40)))
    embed()
    make_product("red")
    assert has_features(plain_space)
    make_product("blue")
    assert not has_features(plain_space)
