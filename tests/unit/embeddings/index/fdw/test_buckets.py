"""Pictures are spread by their ids, and few of them move when shards come and go."""

from __future__ import annotations

from collections import Counter

import pytest

from embeddings.index.fdw.buckets import BUCKETS, bucket_of, plan_moves


def apply(owners: dict[int, str], shards: list[str]) -> tuple[dict[int, str], int]:
    """The buckets' shards after the planned moves, and how many have moved."""
    owners, moved = dict(owners), 0
    for move in plan_moves(owners, shards, most=16):
        assert 0 < len(move.buckets) <= 16
        for bucket in move.buckets:
            assert owners[bucket] == move.source
            owners[bucket] = move.target
            moved += 1
    return owners, moved


@pytest.mark.parametrize("step", [1, 4, 256, 1000, 65_536])
def test_ids_of_any_step_spread_evenly(step) -> None:
    counts = Counter(bucket_of(number * step) for number in range(100 * BUCKETS))
    assert len(counts) == BUCKETS
    assert max(counts.values()) < 130


def test_a_picture_stays_in_its_bucket_for_ever() -> None:
    """Rows on real shards rest on these."""
    assert [bucket_of(number) for number in (1, 2, 3, 1_000_000, 2**62)] == [158, 60, 218, 253, 64]


def test_only_what_a_new_shard_gets_moves() -> None:
    owners = dict.fromkeys(range(BUCKETS), "a")
    owners, moved = apply(owners, ["a", "b"])
    assert moved == BUCKETS // 2
    owners, moved = apply(owners, ["a", "b", "c"])
    assert moved == BUCKETS // 3
    assert sorted(Counter(owners.values()).values()) == [85, 85, 86]
    assert apply(owners, ["a", "b", "c"]) == (owners, 0)


def test_only_what_a_leaving_shard_had_moves() -> None:
    owners, _moved = apply(dict.fromkeys(range(BUCKETS), "a"), ["a", "b", "c", "d"])
    owners, moved = apply(owners, ["a", "b", "d"])
    assert moved == BUCKETS // 4
    assert "c" not in owners.values()
    assert apply(owners, ["b"]) == (dict.fromkeys(range(BUCKETS), "b"), BUCKETS - 85)
