"""A shard that is dead, frozen or cut off: an answer in time, that says what it is."""

from __future__ import annotations

import time
from contextlib import suppress

import numpy as np
import pytest

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.buckets import bucket_of
from embeddings.index.fdw.layout import open_coordinator, read_layout
from embeddings.index.fdw.maintenance import loss
from embeddings.index.fdw.search import absence
from embeddings.index.fdw.store import ENGINE, ShardedStore
from tests.integration.embeddings.index.shards.pictures import ANYTHING, DIMENSIONS, Pictures
from tests.integration.embeddings.index.shards.test_store import QUERIES
from tests.waiting import ends_within, wait_until

pytestmark = pytest.mark.usefixtures("in_a_second")
SECONDS = 0.9


@pytest.fixture
def in_a_second(settings, pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VITRINE_SHARDS_ANSWER_SECONDS = SECONDS
    monkeypatch.setattr(absence, "AGAIN_SECONDS", 0.3)


def of_others(pictures: Pictures, lost: str) -> set[int]:
    """What the other shards answer for."""
    with open_coordinator(5) as coordinator:
        owners = read_layout(coordinator).owners
    return {
        entry.image_id
        for entry in pictures.entries
        if entry.published and owners[bucket_of(entry.image_id)] != lost
    }


def search(store: ShardedStore, pictures: Pictures):
    (found,) = store.nearest(QUERIES[:1], space=pictures.space, where=ANYTHING, limit=1_000)
    return found


def is_whole(store: ShardedStore, pictures: Pictures) -> bool:
    """Whether all shards answer again."""
    with suppress(StoreAwayError):
        return search(store, pictures).complete
    return False


@pytest.fixture(params=["kill", "freeze"])
def fault(request, by_name):
    """What ends or freezes a server, and what brings it back."""
    server = by_name["beryl"]
    back = server.start if request.param == "kill" else server.thaw
    broken = []

    def break_it() -> None:
        getattr(server, request.param)()
        broken.append(server)

    def bring_back() -> None:
        broken.pop()
        back()

    yield break_it, bring_back
    if broken:
        back()


def test_the_others_answer_within_a_second_and_it_is_used_again(store, pictures, fault) -> None:
    break_it, bring_back = fault
    whole = search(store, pictures)
    assert whole.complete
    break_it()
    took = []
    for _number in range(5):
        started = time.monotonic()
        with ends_within(SECONDS):  # the fault itself would take 30 s
            found = search(store, pictures)
        took.append(time.monotonic() - started)
        assert not found.complete
        assert set(found.image_ids) == of_others(pictures, "beryl")
    assert min(took) < 0.5 * SECONDS, f"a shard that is known to be away holds nobody up: {took}"

    (trouble,) = store.troubles()
    assert trouble.startswith("The shard beryl does not answer: ")

    entries = [pictures.change(each.image_id, fingerprint=5) for each in pictures.entries]
    with pytest.raises(StoreAwayError, match="The shard beryl does not answer"):
        store.put(pictures.space, entries)

    bring_back()
    wait_until(lambda: is_whole(store, pictures), 30)
    assert set(search(store, pictures).image_ids) == set(whole.image_ids)
    assert store.troubles() == []
    # The door keeps what could not be put, and puts all of it again.
    marks = [print_ for _image, print_ in store.fingerprints(pictures.space, after=0)]
    assert 0 < marks.count(5) < len(marks)
    store.put(pictures.space, entries)
    assert {mark for _image, mark in store.fingerprints(pictures.space, after=0)} == {5}


def test_without_any_shard_the_store_is_away(store, pictures, by_name) -> None:
    assert search(store, pictures).complete
    with open_coordinator(5) as coordinator:
        # The coordinator is on the first server: its shard goes alone.
        coordinator.execute("ALTER SERVER vitrine_shard_amber OPTIONS (SET host '/nowhere')")
    for name in ("beryl", "coral"):
        by_name[name].kill()
    try:
        with pytest.raises(StoreAwayError, match="None of the shards answers"):
            search(store, pictures)
    finally:
        for name in ("beryl", "coral"):
            by_name[name].start()


def test_a_coordinator_that_is_gone_is_said_in_time(store, pictures, by_name, settings) -> None:
    assert search(store, pictures).complete
    by_name["amber"].freeze()
    try:
        with (
            ends_within(SECONDS),
            pytest.raises(StoreAwayError, match="The coordinator of the shards does not answer"),
        ):
            search(store, pictures)
    finally:
        by_name["amber"].thaw()
    wait_until(lambda: is_whole(store, pictures), 30)


def test_a_coordinator_that_was_started_anew_is_asked_at_once(store, pictures, by_name) -> None:
    assert search(store, pictures).complete
    by_name["amber"].kill()
    by_name["amber"].start()
    assert search(store, pictures).complete


def test_a_lost_shard_is_given_up_and_answers_say_what_is_missing(
    transactional_db, store, pictures, by_name
) -> None:
    rest = of_others(pictures, "coral")
    by_name["coral"].kill()
    try:
        loss.give_up("coral")
        found = search(store, pictures)
        assert (set(found.image_ids), found.complete) == (rest, False)
        assert any("Pictures of a lost shard" in said for said in store.troubles())
        assert loss.mend(store, engine=ENGINE)
        assert search(store, pictures).complete, "the door knows what is missing from here on"
        assert not loss.mend(store, engine=ENGINE)
        store.put(pictures.space, pictures.entries)
        assert len(search(store, pictures).image_ids) > len(rest)
    finally:
        by_name["coral"].start()


def test_a_query_alike_to_nothing_finds_something(store, pictures) -> None:
    (found,) = store.nearest(
        -np.ones((1, DIMENSIONS)), space=pictures.space, where=ANYTHING, limit=3
    )
    assert len(found.image_ids) == 3
