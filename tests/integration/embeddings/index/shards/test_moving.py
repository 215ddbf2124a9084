"""Shards come and go while searches and writers go on; no answer is incomplete meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw import copies
from embeddings.index.fdw.addresses import ShardRefusedError
from embeddings.index.fdw.layout import open_coordinator, read_layout
from embeddings.index.fdw.maintenance import health, membership, moving
from embeddings.index.fdw.store import ShardedStore
from tests.builders.vectors import random_rows
from tests.fixtures.shards import NAMES
from tests.integration.embeddings.index.shards.pictures import ANYTHING, DIMENSIONS, Pictures

pytestmark = pytest.mark.usefixtures("quick_grace")


@pytest.fixture
def quick_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A move waits as long as a search takes here, and not as it may take."""
    monkeypatch.setattr(moving, "grace_seconds", lambda: 0.7)


@pytest.fixture
def two_shards(bare_servers) -> ShardedStore:
    for name, server in zip(NAMES[:2], bare_servers, strict=False):
        membership.add(name, server.address())
    return ShardedStore()


@pytest.fixture
def kept(two_shards) -> Pictures:
    made = Pictures(240)
    two_shards.create(made.space)
    two_shards.put(made.space, made.entries)
    return made


def held() -> dict[str, int]:
    """How many buckets each shard answers for."""
    with open_coordinator(5) as coordinator:
        layout = read_layout(coordinator)
    return {name: len(layout.buckets_of(name)) for name in layout.shards}


def stored(server) -> set[int]:
    return {image for (image,) in server.run("SELECT image_id FROM vitrine_shard.space_7")}


@contextmanager
def searching_and_writing(pictures: Pictures) -> Iterator[list[int]]:
    """Search all the while, each time for a picture that was changed a moment ago."""
    done, answers, failures = threading.Event(), list[int](), list[str]()

    def work() -> None:
        store, random = ShardedStore(), np.random.default_rng(1)
        while not done.is_set():
            image = int(random.integers(1, len(pictures.entries) + 1))
            vector = random_rows(1, DIMENSIONS, seed=1_000 + len(answers)).astype(np.float32)
            entry = pictures.change(
                image, vector=vector[0], published=True, fingerprint=len(answers)
            )
            store.put(pictures.space, [entry])
            (found,) = store.nearest(vector, space=pictures.space, where=ANYTHING, limit=800)
            eligible = {each.image_id for each in pictures.entries if each.published}
            if (
                not found.complete
                or set(found.image_ids) != eligible
                or found.image_ids[0] != image
            ):
                failures.append(f"{found}, looked for {image}")
            answers.append(image)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield answers
    finally:
        done.set()
        thread.join()
    assert failures == []


def test_a_shard_comes_and_another_goes_under_searches_and_writes(kept, bare_servers) -> None:
    said: list[str] = []
    with searching_and_writing(kept) as answers:
        membership.add("coral", bare_servers[2].address())
        assert held() == {"amber": 128, "beryl": 128, "coral": 0}
        moving.move(said.append)
        assert sorted(held().values()) == [85, 85, 86]
        before = len(answers)
        membership.remove("amber", said.append)
        assert len(answers) > before > 0
    assert held() == {"beryl": 128, "coral": 128}
    assert "16 buckets have moved from amber to coral." in said

    beryl, coral = (stored(server) for server in bare_servers[1:])
    assert beryl | coral == {entry.image_id for entry in kept.entries}
    assert not beryl & coral, "nothing is left where it was"
    assert bare_servers[0].run("SELECT to_regnamespace('vitrine_shard')") == [(None,)]
    listed = dict(ShardedStore().fingerprints(kept.space, after=0))
    assert listed == {entry.image_id: entry.fingerprint for entry in kept.entries}
    assert health.problems() == []


def test_a_move_that_was_broken_off_goes_on(kept, bare_servers, monkeypatch) -> None:
    membership.add("coral", bare_servers[2].address())

    def break_off(text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move(break_off)
    assert held()["coral"] == 16

    real = copies.checksum
    monkeypatch.setattr(copies, "checksum", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        moving.move(print)
    monkeypatch.setattr(copies, "checksum", real)
    assert health.troubles() == [
        "A move of shards was broken off: `manage.py shards move` ends it."
    ]
    # What is written now reaches both, and what was sent before is not sent over it.
    changed = [kept.change(entry.image_id, fingerprint=1) for entry in kept.entries[::3]]
    store = ShardedStore()
    store.put(kept.space, changed)
    store.remove(kept.space, [2])

    moving.move(print)
    assert sorted(held().values()) == [85, 85, 86]
    listed = dict(store.fingerprints(kept.space, after=0))
    assert listed == {e.image_id: e.fingerprint for e in kept.entries if e.image_id != 2}
    assert health.problems() == []
    assert moving.move(print) == 0


def test_copies_that_differ_are_sent_anew(kept, bare_servers, monkeypatch) -> None:
    membership.add("coral", bare_servers[2].address())
    real = copies.send
    monkeypatch.setattr(copies, "send", lambda *args, **more: None)
    with pytest.raises(
        StoreAwayError, match="The copies on amber and coral differ; move them again"
    ):
        moving.move(print)
    monkeypatch.setattr(copies, "send", real)
    moving.move(print)
    listed = [image for image, _print in ShardedStore().fingerprints(kept.space, after=0)]
    assert listed == [entry.image_id for entry in kept.entries]


def test_only_one_command_moves(kept, bare_servers) -> None:
    with moving.moving(), pytest.raises(ShardRefusedError, match="are being moved already"):
        moving.move(print)


def test_the_last_shard_and_one_that_is_not_there_cannot_go(bare_servers) -> None:
    membership.add("amber", bare_servers[0].address())
    with pytest.raises(ShardRefusedError, match="The last shard"):
        membership.remove("amber", print)
    with pytest.raises(ShardRefusedError, match="no shard named beryl"):
        membership.remove("beryl", print)
