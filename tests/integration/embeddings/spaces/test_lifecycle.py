"""Exactly one space is live; another is filled beside it, goes live, and can be rolled back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, connections, transaction

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from embeddings import queue
from embeddings.index import IndexStatus, vector_index
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import WeightsMissingError
from embeddings.spaces import ensure_weights
from embeddings.spaces import lifecycle as spaces
from embeddings.spaces.creation import lock_spaces
from embeddings.spaces.lifecycle import (
    InUseError,
    NotBuiltError,
    activate,
    clear_retired,
    create_space,
    finish_built_spaces,
    give_up,
    retire,
    rollback,
)
from embeddings.worker.batch import embed_batch
from tests.pictures import draw, encode

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(EmbeddingSpace.objects.values_list("name", "state"))


def test_the_first_space_is_live_at_once_and_knows_what_it_is_made_of() -> None:
    space = create_space("hog+lab_color")
    assert space.state == "live"
    assert EmbeddingSpace.objects.live() == space
    assert [part.encoder for part in space.parts] == ["hog", "lab_color"]
    assert space.dimensions == sum(part.dimensions for part in space.parts)
    assert [block.name for block in space.blocks] == ["visual", "colour"]
    assert space.features_key


def test_creating_the_same_space_again_joins_it() -> None:
    assert create_space("hog") == create_space("hog")


def test_a_second_space_is_built_beside_the_live_one(make_product) -> None:
    create_space("hog+lab_color")
    image = make_product("red").images.get()
    second = create_space("lab_color")
    assert second.state == "building"
    assert second.embeddings.get().image == image


def test_only_one_space_can_be_live() -> None:
    create_space("hog")
    other = create_space("lab_color")
    with pytest.raises(IntegrityError), transaction.atomic():
        EmbeddingSpace.objects.filter(pk=other.pk).update(state="live")


def test_a_building_space_cannot_go_live(make_product) -> None:
    create_space("hog")
    make_product("red")
    with pytest.raises(NotBuiltError, match="1 pictures wait"):
        activate(create_space("lab_color"))
    assert states() == {"hog": "live", "lab_color": "building"}


def test_a_built_space_goes_live_and_back(transactional_db, make_product, embed) -> None:
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


def test_a_space_that_asked_for_it_goes_live_when_built(
    transactional_db, make_product, embed
) -> None:
    create_space("hog")
    make_product("red")
    create_space("lab_color", activate_when_built=True)
    embed()
    finish_built_spaces()
    assert states() == {"hog": "ready", "lab_color": "live"}


def test_without_an_earlier_space_there_is_no_way_back() -> None:
    create_space("hog")
    with pytest.raises(NotBuiltError, match="No other space"):
        rollback()


def test_unknown_encoders_and_missing_weights_are_named(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=r"nonsense.*resnet50"):
        create_space("nonsense")
    settings.VITRINE_WEIGHTS_DIR, settings.VITRINE_DATA = None, tmp_path
    monkeypatch.setattr(ensure_weights, "_download", lambda encoder: None)
    with pytest.raises(WeightsMissingError, match=r"resnet50-0676ba61\.pth"):
        create_space("resnet50")
    assert not EmbeddingSpace.objects.exists()


def test_a_space_without_a_picture_does_not_empty_the_shop(
    transactional_db, make_product, embed
) -> None:
    create_space("hog")
    make_product("red")
    second = create_space("lab_color", activate_when_built=True)
    embed()
    second.embeddings.update(state="failed", vector=None)
    finish_built_spaces()
    assert states() == {"hog": "live", "lab_color": "ready"}
    with pytest.raises(NotBuiltError, match="shoppers would see nothing"):
        activate(second)


@pytest.fixture
def indexed(transactional_db, make_product, embed) -> EmbeddingSpace:
    """A built space with an index, beside the live one."""
    create_space("hog")
    make_product("red", "green")
    space = create_space("lab_color")
    embed()
    finish_built_spaces()
    assert vector_index().build(space)
    space.refresh_from_db()
    return space


def test_retiring_drops_rows_and_index_and_keeps_the_record(indexed) -> None:
    retire(indexed)
    assert states() == {"hog": "live", "lab_color": "retired"}
    assert not indexed.embeddings.exists()
    assert vector_index().read_status(indexed) == IndexStatus.MISSING
    assert ImageEmbedding.objects.ready().count() == 2, "the live space's stay"
    with pytest.raises(NotBuiltError, match="retired; create it anew"):
        activate(indexed)
    assert create_space("lab_color").name == "lab_color (2)"


def test_the_live_space_is_not_retired(indexed) -> None:
    activate(indexed)
    with pytest.raises(InUseError, match="lab_color is live; activate another space first"):
        retire(indexed)
    assert indexed.embeddings.ready().count() == 2


def test_a_retirement_that_broke_off_is_ended_by_the_workers(
    indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spaces, "_clear", lambda space: None)
    retire(indexed)
    monkeypatch.undo()
    assert indexed.embeddings.exists()
    clear_retired()
    assert not indexed.embeddings.exists()
    assert vector_index().read_status(indexed) == IndexStatus.MISSING


def test_a_large_space_is_cleared_away_bit_by_bit(indexed, monkeypatch) -> None:
    monkeypatch.setattr(spaces, "_ROWS_AT_ONCE", 1)
    give_up(indexed)
    for left in (1, 0):
        clear_retired(go_on=lambda: False)
        assert indexed.embeddings.count() == left


def test_a_claim_in_a_retired_space_stores_nothing(indexed, make_product) -> None:
    make_product("blue")
    jobs = queue.claim(queue.untried(indexed), token="t", size=8)
    retire(indexed)
    assert embed_batch(jobs, space=indexed, token="t") == 0
    assert not indexed.embeddings.exists()


def test_uploads_go_on_while_the_set_of_spaces_changes(transactional_db, make_product) -> None:
    create_space("hog")
    product = make_product("red")
    uploaded = []

    def upload() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '3s'")
        uploaded.append(add_picture(product, validate_picture(encode(draw("blue"))), position=1))
        connections.close_all()

    with transaction.atomic():
        lock_spaces()
        EmbeddingSpace.objects.update(note="changed")
        thread = threading.Thread(target=upload)
        thread.start()
        thread.join()
    assert len(uploaded) == 1
    assert ImageEmbedding.objects.count() == 2
