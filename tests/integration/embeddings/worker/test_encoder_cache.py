"""A worker loads the very weights that made the space, or refuses and says why."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline.weights import files
from embeddings.spaces.lifecycle import create_space
from embeddings.worker import encoder_cache
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for
from embeddings.worker.state import read_worker_state
from tests.fixtures.surroundings import broker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mobilenet_space(copied_weights) -> EmbeddingSpace:
    """A live space of a network whose weights lie where a test may damage them."""
    return create_space("mobilenet_v2+lab_color")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that a file of weights is read through."""
    found: list[int] = []
    hash_stream = files.hash_stream

    def hash_and_count(stream):
        found.append(1)
        return hash_stream(stream)

    monkeypatch.setattr(files, "hash_stream", hash_and_count)
    return found


def row_versions() -> list[tuple[int, str]]:
    """Which version of each row PostgreSQL holds: any write changes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, xmin::text, ctid::text FROM embeddings_imageembedding ORDER BY 1"
        )
        return cursor.fetchall()


def test_an_encoder_is_loaded_once(plain_space: EmbeddingSpace) -> None:
    assert encoder_for(plain_space) is encoder_for(plain_space)


@pytest.mark.parametrize("damage", ["missing", "truncated", "flipped"])
def test_damaged_weights_are_refused_and_nothing_is_embedded(
    mobilenet_space, copied_weights, make_product, embed, damage
) -> None:
    data = bytearray(copied_weights.read_bytes())
    copied_weights.unlink()
    if damage == "truncated":
        copied_weights.write_bytes(data[: len(data) // 2])
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
        copied_weights.write_bytes(data)
    make_product("red")

    with pytest.raises(
        EncoderUnavailableError, match=copied_weights.name if damage != "missing" else "weights"
    ):
        encoder_for(mobilenet_space)
    assert embed() == 0

    assert ImageEmbedding.objects.get().state == "pending"
    assert ImageEmbedding.objects.get().attempts == 0
    assert read_worker_state().problem


def test_the_right_file_put_back_heals_the_worker(
    mobilenet_space, copied_weights, make_product, embed
) -> None:
    right = copied_weights.read_bytes()
    copied_weights.write_bytes(b"not weights")
    make_product("red")
    assert embed() == 0
    copied_weights.write_bytes(right)
    assert embed() == 1
    assert read_worker_state().problem == ""


def test_a_space_that_this_code_no_longer_makes_is_refused(plain_space: EmbeddingSpace) -> None:
    plain_space.components[0]["preprocessing"] = "hog-of-another-age"
    with pytest.raises(EncoderUnavailableError, match="hog-of-another-age"):
        encoder_for(plain_space)


def test_damaged_weights_are_read_once_however_often_the_worker_is_woken(
    mobilenet_space, copied_weights, make_product, embed, hashed
) -> None:
    data = bytearray(copied_weights.read_bytes())
    data[len(data) // 2] ^= 1
    copied_weights.write_bytes(data)
    make_product(*["red", "green", "blue"] * 12)  # more than a batch
    before = row_versions()

    for _ in range(20):
        assert embed() == 0

    assert len(hashed) == 1
    assert row_versions() == before
    assert read_worker_state().problem
    assert broker().llen("embeddings") == 1  # the upload's own: nobody wakes for what cannot be


def test_refused_weights_are_read_again_after_a_change_of_whatever_kind(
    mobilenet_space, copied_weights, hashed
) -> None:
    right = copied_weights.read_bytes()
    seen = copied_weights.stat()
    copied_weights.write_bytes(bytes([right[0] ^ 1]) + right[1:])
    for _ in range(3):
        with pytest.raises(EncoderUnavailableError):
            encoder_for(mobilenet_space)
    # The same size, the same inode, and the time put back as `cp --preserve` does.
    copied_weights.write_bytes(right)
    os.utime(copied_weights, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert encoder_for(mobilenet_space)
    assert len(hashed) == 2


def test_refused_weights_are_read_again_after_a_while(
    mobilenet_space, copied_weights, hashed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_cache, "WEIGHTS_REREAD_SECONDS", -1)
    copied_weights.write_bytes(b"not weights")
    for _ in range(2):
        with pytest.raises(EncoderUnavailableError):
            encoder_for(mobilenet_space)
    assert len(hashed) == 2


def test_a_damaged_projection_lets_no_row_be_claimed(
    make_product, monkeypatch: pytest.MonkeyPatch, embed
) -> None:
    make_product(*["red", "green"] * 20)
    space = create_space("hog")
    make_product("blue")
    before = row_versions()

    def refuse(space):
        raise ValueError("A projection is damaged")

    monkeypatch.setattr(encoder_cache, "read_projections", refuse)
    assert embed() == 0
    assert row_versions() == before
    assert space.embeddings.pending().count() == 41


def test_encoders_that_are_not_used_any_more_are_let_go(
    db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.VITRINE_LOADED_SPACES", 2, raising=False)
    spaces = [create_space(recipe) for recipe in ("hog", "lab_color", "hog+lab_color")]
    first, *_ = [encoder_for(space) for space in spaces]
    assert not encoder_cache.encoder_cache.get().is_loaded(spaces[0])
    assert encoder_cache.encoder_cache.get().is_loaded(spaces[2])
    assert encoder_for(spaces[0]) is not first
