"""Exactly one space is live; another is filled beside it, goes live, and can be rolled back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from embeddings import spaces
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import WeightsMissing
from embeddings.spaces import NotBuilt, activate, create_space, finish_built_spaces, rollback

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(EmbeddingSpace.objects.values_list("name", "state"))


def test_the_first_space_is_live_at_once_and_knows_what_it_is_made_of():
    space = create_space("hog+lab_color")
    assert space.state == "live" and EmbeddingSpace.objects.live() == space
    assert [part.encoder for part in space.parts] == ["hog", "lab_color"]
    assert space.dimensions == sum(part.dimensions for part in space.parts)
    assert [block.name for block in space.blocks] == ["visual", "colour"]
    assert space.features_key


def test_creating_the_same_space_again_joins_it():
    assert create_space("hog") == create_space("hog")


def test_a_second_space_is_built_beside_the_live_one(make_product):
    create_space("hog+lab_color")
    image = make_product("red").images.get()
    second = create_space("lab_color")
    assert second.state == "building"
    assert second.embeddings.get().image == image


def test_only_one_space_can_be_live():
    create_space("hog")
    other = create_space("lab_color")
    with pytest.raises(IntegrityError), transaction.atomic():
        EmbeddingSpace.objects.filter(pk=other.pk).update(state="live")


def test_a_building_space_cannot_go_live(make_product):
    create_space("hog")
    make_product("red")
    with pytest.raises(NotBuilt, match="1 pictures wait"):
        activate(create_space("lab_color"))
    assert states() == {"hog": "live", "lab_color": "building"}


def test_a_built_space_goes_live_and_back(transactional_db, make_product, embed):
    create_space("hog")
    make_product("red")
    second = create_space("lab_color")
    finish_built_spaces()
    assert second.state == "building"
    embed()
    finish_built_spaces()
    activate(second)
    assert states() == {"hog": "ready", "lab_color": "live"}
    make_product("blue")
    assert ImageEmbedding.objects.pending().count() == 2, "both spaces get new pictures"
    assert rollback().name == "hog"
    assert states() == {"hog": "live", "lab_color": "ready"}


def test_a_space_that_asked_for_it_goes_live_when_built(transactional_db, make_product, embed):
    create_space("hog")
    make_product("red")
    create_space("lab_color", activate_when_built=True)
    embed()
    finish_built_spaces()
    assert states() == {"hog": "ready", "lab_color": "live"}


def test_without_an_earlier_space_there_is_no_way_back():
    create_space("hog")
    with pytest.raises(NotBuilt, match="No other space"):
        rollback()


def test_unknown_encoders_and_missing_weights_are_named(settings, tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="nonsense.*resnet50"):
        create_space("nonsense")
    settings.VITRINE_WEIGHTS_DIR, settings.VITRINE_DATA = None, tmp_path
    monkeypatch.setattr(spaces, "_download", lambda encoder: None)
    with pytest.raises(WeightsMissing, match="resnet50-0676ba61.pth"):
        create_space("resnet50")
    assert not EmbeddingSpace.objects.exists()
