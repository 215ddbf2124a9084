"""From a claimed row to a stored unit vector, or to a reason that staff can act on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from catalog.images.saving import add_picture, set_picture
from catalog.images.validation import validate_picture
from embeddings import queue
from embeddings.conf import conf
from embeddings.failures import DEGENERATE, FILE_CHANGED, FILE_MISSING
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import compose, open_picture
from embeddings.spaces.lifecycle import create_space
from embeddings.vectors.store import store_vectors
from embeddings.worker import batch as batches
from embeddings.worker import embed as embedding
from embeddings.worker.batch import embed_batch
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for
from tests.pictures import encode


def test_a_picture_is_embedded_as_a_unit_vector(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red", "blue")

    assert embed() == 2

    for row in ImageEmbedding.objects.all():
        vector = np.array(row.vector)
        assert (row.state, row.claim, row.lease_expires_at) == ("ready", "", None)
        assert len(row.features) == vector.size == plain_space.dimensions
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_the_stored_vector_is_the_pipelines_for_the_stored_file(
    plain_space: EmbeddingSpace, make_product, embed, picture: Callable[..., bytes]
) -> None:
    image = make_product("red").images.get()
    embed()
    encoder = encoder_for(plain_space)
    features = encoder.encode([open_picture(image.image.read())])
    expected = compose(features, plain_space.parts)[0]
    assert np.dot(expected, image.embeddings.get().vector) == pytest.approx(1, abs=1e-3)


def test_a_missing_file_fails_with_a_reason_and_the_others_go_on(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    lost, kept = make_product("red", "blue").images.all()
    lost.image.storage.delete_picture(lost.image.name)

    assert embed() == 1

    assert (lost.embeddings.get().state, lost.embeddings.get().error) == ("failed", FILE_MISSING)
    assert kept.embeddings.get().state == "ready"


def test_other_bytes_than_those_uploaded_are_not_embedded(
    plain_space: EmbeddingSpace, make_product, embed, picture: Callable[..., bytes]
) -> None:
    image = make_product("red").images.get()
    with open(image.image.path, "wb") as file:
        file.write(picture("blue"))
    assert embed() == 0
    assert image.embeddings.get().error == FILE_CHANGED


def test_a_picture_without_anything_to_compare_is_refused(db, make_product, embed) -> None:
    create_space("hog")
    product = make_product("red")
    flat = add_picture(product, validate_picture(encode(Image.new("RGB", (200, 200), "red"))))
    assert embed() == 1
    assert (flat.embeddings.get().state, flat.embeddings.get().error) == ("failed", DEGENERATE)


def test_a_picture_replaced_while_it_is_embedded_ends_with_the_new_vector(
    plain_space: EmbeddingSpace,
    make_product,
    embed,
    picture: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = make_product("red").images.get()
    store = store_vectors

    def replace_then_store(*args, **options):
        monkeypatch.setattr(batches, "store_vectors", store)
        set_picture(image, validate_picture(picture("blue")))
        return store(*args, **options)

    monkeypatch.setattr(batches, "store_vectors", replace_then_store)
    # The first result is dropped; the row waits again and the same drain takes it.
    assert embed() == 1
    row = image.embeddings.get()
    expected = compose(
        encoder_for(plain_space).encode([open_picture(picture("blue"))]),
        plain_space.parts,
    )[0]
    assert row.digest == image.sha256
    assert np.dot(expected, row.vector) > 0.99


def test_a_picture_deleted_while_it_is_embedded_leaves_nothing(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = make_product("red").images.get()
    store = store_vectors

    def delete_then_store(*args, **options):
        image.delete()
        return store(*args, **options)

    monkeypatch.setattr(batches, "store_vectors", delete_then_store)
    assert embed() == 0
    assert not ImageEmbedding.objects.exists()
    assert list(image.image.storage.old_pictures(older_than_seconds=-1)) == []


def test_an_older_result_that_arrives_late_is_dropped(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    image = make_product("red").images.get()
    job = queue.claim(queue.untried(plain_space), token="slow", size=1)[0]
    queue.release_claims(token="slow")
    embed()
    newest = image.embeddings.get().vector
    assert embed_batch([job], space=plain_space, token="slow") == 0
    assert image.embeddings.get().vector == newest


def test_a_batch_that_runs_out_of_memory_is_taken_one_by_one(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, *_healthy = make_product("red", "green", "blue", "gold").images.all()
    sizes = []

    def run_out_of_memory(jobs, **options):
        sizes.append(len(jobs))
        if poison.pk in [job.image_id for job in jobs]:
            raise MemoryError
        return embed_batch(jobs, **options)

    monkeypatch.setattr(embedding, "embed_batch", run_out_of_memory)
    assert embed() == 3
    assert sizes[0] == 4
    assert set(sizes[1:]) == {1}
    queue.give_up_exhausted()
    row = poison.embeddings.get()
    assert (row.state, row.attempts) == ("failed", conf.EMBED_ATTEMPTS)
    assert "MemoryError" in row.error


def test_weights_that_cannot_be_had_cost_no_picture_an_attempt(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(space):
        raise EncoderUnavailableError("weights are gone")

    make_product("red")
    monkeypatch.setattr(embedding, "encoder_for", refuse)
    assert embed() == 0
    assert ImageEmbedding.objects.get().attempts == 0


def test_a_drain_ends_in_time_and_wakes_the_next(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("red", "blue")
    woken = []
    monkeypatch.setattr(embedding, "DRAIN_SECONDS", -1)
    monkeypatch.setattr(embedding, "wake_workers", lambda: woken.append(1))
    assert embed() == 0
    assert woken == [1]


def test_what_is_encoded_already_is_neither_read_nor_encoded_again(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = make_product("red").images.get()
    embed()
    image.image.storage.delete_picture(image.image.name)
    monkeypatch.setattr(embedding, "encoder_for", pytest.fail)
    other = create_space("hog*3+lab_color")
    assert other.features_key == plain_space.features_key

    assert embed() == 1

    first, second = image.embeddings.order_by("space_id")
    assert second.state == "ready"
    assert second.features == first.features
    expected = compose([first.features], other.parts)[0]
    assert np.array(second.vector) == pytest.approx(expected, abs=1e-3)
    assert second.vector != first.vector


def test_the_rest_of_a_batch_is_encoded_as_ever(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    known = make_product("red").images.get()
    embed()
    other = create_space("hog*3+lab_color")
    new = make_product("blue").images.get()
    known.image.storage.delete_picture(known.image.name)
    assert embed() == 3
    assert {row.image for row in other.embeddings.ready()} == {known, new}


def test_without_weights_what_is_encoded_already_is_embedded_all_the_same(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make_product("red").images.get()
    embed()
    other = create_space("hog*3+lab_color")
    EmbeddingSpace.objects.filter(pk=plain_space.pk).update(state="retired")
    EmbeddingSpace.objects.filter(pk=other.pk).update(state="live")
    new = make_product("blue").images.get()

    def refuse(space):
        raise EncoderUnavailableError("weights are gone")

    monkeypatch.setattr(embedding, "encoder_for", refuse)
    embed()
    assert known.embeddings.get(space=other).state == "ready"
    waiting = new.embeddings.get(space=other)
    assert (waiting.state, waiting.attempts, waiting.claim) == ("pending", 0, "")


def test_a_space_that_cannot_be_encoded_for_holds_up_no_other(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create_space("lab_color")
    make_product("red")

    def refuse_live(space):
        if space == plain_space:
            raise EncoderUnavailableError("weights are gone")
        return encoder_for(space)

    monkeypatch.setattr(embedding, "encoder_for", refuse_live)
    assert embed() == 1
    assert other.embeddings.get().state == "ready"


def test_a_new_picture_goes_live_before_the_next_batch_of_a_space_being_built(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("red", "green", "blue")
    embed()
    create_space("lab_color")
    monkeypatch.setattr("django.conf.settings.VITRINE_EMBED_BATCH_PICTURES", 1, raising=False)
    order = []

    def upload_meanwhile(jobs, *, space, token):
        order.append(space.name)
        if len(order) == 1:
            make_product("gold")
        return embed_batch(jobs, space=space, token=token)

    monkeypatch.setattr(embedding, "embed_batch", upload_meanwhile)
    assert embed() == 5
    assert order == ["lab_color", "hog+lab_color", *["lab_color"] * 3]
