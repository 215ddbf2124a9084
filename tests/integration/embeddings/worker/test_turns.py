"""Whose turn it is, how many pictures it takes at a time, and when a worker begins no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import SpaceEncoder
from embeddings.spaces.lifecycle import create_space
from embeddings.worker import embed as embedding
from embeddings.worker.batch import embed_batch
from embeddings.worker.encoder_cache import encoder_for

Batches = list[tuple[str, int]]


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> Batches:
    """The space and the size of each batch that is embedded."""
    made: Batches = []

    def note(jobs, *, space, token):
        made.append((space.name, len(jobs)))
        return embed_batch(jobs, space=space, token=token)

    monkeypatch.setattr(embedding, "embed_batch", note)
    return made


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set how many pictures a worker takes at a time, without a card and with one."""

    def take(*, without: int, with_card: int) -> None:
        names = {"EMBED_BATCH_PICTURES": without, "EMBED_BATCH_PICTURES_GPU": with_card}
        for name, size in names.items():
            monkeypatch.setattr(f"django.conf.settings.VITRINE_{name}", size, raising=False)

    return take


def test_what_is_urgent_goes_first_whichever_space_it_waits_in(
    plain_space: EmbeddingSpace, make_product, embed, batches: Batches, take
) -> None:
    make_product("red", "green", "blue")
    embed()
    batches.clear()
    create_space("lab_color")  # at the priority of what is embedded anew
    urgent = {"state": "pending", "attempts": 0, "priority": 10, "vector": None, "features": None}
    plain_space.embeddings.update(**urgent)
    take(without=1, with_card=1)
    assert embed() == 6
    assert [name for name, _ in batches] == ["hog+lab_color"] * 3 + ["lab_color"] * 3


@pytest.mark.parametrize(("device", "sizes"), [("cpu", [2, 2, 2, 1]), ("cuda", [5, 2])])
def test_a_worker_with_a_graphics_card_takes_bigger_batches_of_the_same_queue(
    plain_space: EmbeddingSpace,
    make_product,
    embed,
    batches: Batches,
    take,
    monkeypatch: pytest.MonkeyPatch,
    device: str,
    sizes: list[int],
) -> None:
    encoder_for(plain_space)
    monkeypatch.setattr(SpaceEncoder, "device", device)
    take(without=2, with_card=5)
    make_product("red", "green", "blue", "gold", "teal", "navy", "pink")
    assert embed() == 7
    assert [size for _, size in batches] == sizes


def test_before_its_networks_are_loaded_a_worker_takes_the_smaller_batch(
    plain_space: EmbeddingSpace, make_product, embed, batches: Batches, take, monkeypatch
) -> None:
    monkeypatch.setattr(SpaceEncoder, "device", "cuda")
    take(without=1, with_card=5)
    make_product("red", "green", "blue")
    assert embed() == 3
    assert [size for _, size in batches] == [1, 2]


def test_a_worker_told_to_stop_claims_nothing_and_wakes_others(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("red")
    woken = []
    monkeypatch.setattr(embedding, "is_stopping", lambda: True)
    monkeypatch.setattr(embedding, "wake_workers", lambda: woken.append(True))
    assert embed() == 0
    row = ImageEmbedding.objects.get()
    assert (row.state, row.attempts, row.claim, woken) == ("pending", 0, "", [True])
