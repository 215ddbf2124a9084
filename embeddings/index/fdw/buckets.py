"""Which shard keeps which picture: by a bucket of its id, and a table of buckets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BUCKETS = 256
"""Fixed for good. With 16 shards each has 16, so that the fullest has at most 7 % more than it
should; a move takes a 256th of the pictures at a time."""

# Knuth's multiplicative hash: the upper bits of id * 2^64 / golden ratio. Ids that come in steps
# (four pictures for each product) spread as evenly as others.
_FACTOR = 11400714819323198485
_MASK = 2**64 - 1


def bucket_of(image_id: int) -> int:
    """0 to BUCKETS - 1; for ever the same for a picture."""
    return ((image_id * _FACTOR) & _MASK) >> 56


@dataclass(frozen=True, order=True)
class Move:
    """Buckets that go from one shard to another."""

    source: str
    target: str
    buckets: tuple[int, ...]


def plan_moves(
    owners: Mapping[int, str], shards: Sequence[str], *, most: int = BUCKETS
) -> list[Move]:
    """The fewest buckets that must move until all of `shards` have as many, but for one.

    owners: the shard of each bucket, which may be none of `shards`: such a one is emptied. Each
    move is of at most `most` buckets.
    """
    held: dict[str, list[int]] = {name: [] for name in sorted(shards)}
    homeless: list[tuple[str, int]] = []
    for bucket in sorted(owners):
        if owners[bucket] in held:
            held[owners[bucket]].append(bucket)
        else:
            homeless.append((owners[bucket], bucket))
    share, extra = divmod(len(owners), len(held))
    # Whoever has most already may have the one more.
    fullest = sorted(held, key=lambda name: -len(held[name]))
    wanted = {name: share + (place < extra) for place, name in enumerate(fullest)}
    for name in held:
        while len(held[name]) > wanted[name]:
            homeless.append((name, held[name].pop()))
    moved: dict[tuple[str, str], list[int]] = defaultdict(list)
    for name in held:
        for _ in range(wanted[name] - len(held[name])):
            source, bucket = homeless.pop()
            moved[source, name].append(bucket)
    return [
        Move(source, target, tuple(sorted(buckets)[start : start + most]))
        for (source, target), buckets in sorted(moved.items())
        for start in range(0, len(buckets), most)
    ]
