"""Imported vectors are those that were exported, and answer as those did."""

from __future__ import annotations

from pathlib import Path

import pytest
from pgvector.django import CosineDistance

from catalog.models import Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces import lifecycle as spaces
from embeddings.spaces.measured.progress import has_features
from embeddings.transfer import Outcome, TransferRefusedError, export_space, import_vectors, read
from tests.fixtures.surroundings import broker
from tests.integration.embeddings.transfer.conftest import (
    COLOURS,
    edit_manifest,
    forget_vectors,
    stored,
)

pytestmark = pytest.mark.django_db(transaction=True)


def nearest(space: EmbeddingSpace) -> list[list[int]]:
    """The ten nearest pictures to each picture of the space, by id."""
    rows = ImageEmbedding.objects.in_space(space).ready()
    return [
        list(
            rows.order_by(CosineDistance("vector", vector), "image_id").values_list(
                "image_id", flat=True
            )[:10]
        )
        for vector in rows.order_by("image_id").values_list("vector", flat=True)
    ]


@pytest.fixture
def elsewhere(exported) -> EmbeddingSpace:
    """The same shop as if it had never had the file's space: another one is live in it."""
    EmbeddingSpace.objects.all().delete()
    return spaces.create_space("lab_color")


def test_a_round_trip_gives_the_same_rows_and_the_same_answers(
    exported, plain_space: EmbeddingSpace
) -> None:
    rows, answers = stored(), nearest(plain_space)
    forget_vectors()

    outcome = import_vectors(exported)

    assert outcome == Outcome(
        space=plain_space, stored=len(COLOURS), present=0, left=0, waiting=0, unknown=0
    )
    assert stored() == rows
    assert nearest(plain_space) == answers


def test_it_also_goes_in_many_batches(exported, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = stored()
    forget_vectors()
    monkeypatch.setattr(read, "BATCH_PICTURES", 2)
    assert import_vectors(exported).stored == len(COLOURS)
    assert stored() == rows


def test_a_second_import_finds_everything_there(exported) -> None:
    rows = stored()
    outcome = import_vectors(exported)
    assert (outcome.stored, outcome.present) == (0, len(COLOURS))
    assert stored() == rows


def test_vectors_come_home_without_their_features_too(
    shop, plain_space: EmbeddingSpace, tmp_path: Path
) -> None:
    rows = stored()
    export_space(plain_space, tmp_path / "small.npz", with_features=False)
    forget_vectors()
    assert import_vectors(tmp_path / "small.npz").stored == len(COLOURS)
    assert stored() == {pk: [state, None, vector] for pk, (state, _, vector) in rows.items()}
    assert not has_features(plain_space)  # so that no projection is fitted on nothing


def test_a_dry_run_counts_and_stores_nothing(exported) -> None:
    forget_vectors()
    assert import_vectors(exported, dry_run=True).stored == len(COLOURS)
    assert not ImageEmbedding.objects.exists()


def test_pictures_on_one_side_only_are_counted(exported, make_product) -> None:
    forget_vectors()
    Product.objects.earliest("pk").delete()
    make_product("plum", sku="NEW", slug="new")
    outcome = import_vectors(exported)
    assert (outcome.stored, outcome.unknown, outcome.waiting) == (len(COLOURS) - 1, 1, 1)
    assert ImageEmbedding.objects.get(state="pending").image.product.sku == "NEW"


def test_nobody_is_woken(exported) -> None:
    forget_vectors()
    broker().flushall()
    import_vectors(exported)
    assert broker().keys() == []


def test_a_space_is_begun_when_asked_and_goes_live_only_when_told(exported, elsewhere) -> None:
    with pytest.raises(
        TransferRefusedError, match=r"hog\+lab_color made the file, lab_color the space"
    ):
        import_vectors(exported)

    outcome = import_vectors(exported, create=True)

    space = outcome.space
    assert (space.recipe, space.state, outcome.stored) == ("hog+lab_color", "building", 5)
    assert space.features_key
    assert EmbeddingSpace.objects.live() == elsewhere
    spaces.finish_built_spaces()
    assert EmbeddingSpace.objects.live() == elsewhere
    spaces.activate(space)
    assert {len(found) for found in nearest(space)} == {len(COLOURS)}


def test_a_dry_run_begins_no_space(exported, elsewhere) -> None:
    outcome = import_vectors(exported, create=True, dry_run=True)
    assert (outcome.space, outcome.stored) == (None, len(COLOURS))
    assert EmbeddingSpace.objects.get() == elsewhere


def test_a_file_that_is_refused_begins_no_space(tampered) -> None:
    EmbeddingSpace.objects.update(state="retired")
    for recipe in ("hog", "lab_color+hog", "hog*0.6+lab_color", "hog+lab_color+resnet50"):
        path = tampered(lambda members, other=recipe: edit_manifest(members, recipe=other))
        with pytest.raises(TransferRefusedError, match="' is not that of its components"):
            import_vectors(path, create=True)
    path = tampered(lambda members: edit_manifest(members, recipe="resnet51"))
    with pytest.raises(TransferRefusedError, match="recipe cannot be used here: Unknown encoder"):
        import_vectors(path, create=True)
    assert EmbeddingSpace.objects.count() == 1


def test_the_space_that_is_already_there_is_joined(exported, plain_space: EmbeddingSpace) -> None:
    forget_vectors()
    assert import_vectors(exported, create=True).space == plain_space
