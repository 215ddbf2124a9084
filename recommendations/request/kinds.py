"""Which kinds of thing are asked with, by category or by vote, and which are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.categories.kin import Kin, read_kin
from recommendations.candidate import Candidate

# So many of the nearest vote for what a photo shows, each by its cosine to this power; shares are
# squared. On two catalogues with five sorts of wrong categories, same kind among the first four
# rose by 0.00 to 0.10 and never fell.
VOTERS = 10
ReadKin = Callable[[Collection[int]], Mapping[int, Kin]]
_VOTE_POWER = 3


class KindWish(StrEnum):
    """Which kinds of thing may stand in the answer, seen from what is asked with."""

    ANY = "any"
    """All; the same kind first, as far as this shop's categories agree with looks."""
    SAME = "same"
    OTHER = "other"
    """For the same look elsewhere."""


@dataclass(frozen=True)
class AskedKinds:
    """The categories that are asked with, and how much each counts."""

    shares: Mapping[int, float]
    """Category id -> share; they sum to 1."""
    kin: Mapping[int, Kin]

    @classmethod
    def of(cls, category_ids: Iterable[int], *, read: ReadKin = read_kin) -> AskedKinds | None:
        """Of things whose categories are known; None without any.

        read: how their relatives are read, for who has many answers to give.
        """
        counted = Counter(category_ids)
        total = counted.total()
        return cls._read({each: number / total for each, number in counted.items()}, read)

    @classmethod
    def voted_by(cls, nearest: Sequence[Candidate]) -> AskedKinds | None:
        """Of a photo, which has no category: as its nearest have it; None where none is near."""
        votes: dict[int, float] = {}
        for each in nearest[:VOTERS]:
            if each.category_id is not None and each.relevance > 0:
                vote = each.relevance**_VOTE_POWER
                votes[each.category_id] = votes.get(each.category_id, 0.0) + vote
        total = sum(vote**2 for vote in votes.values())
        return cls._read({each: vote**2 / total for each, vote in votes.items()} if total else {})

    @classmethod
    def _read(cls, shares: Mapping[int, float], read: ReadKin = read_kin) -> AskedKinds | None:
        return cls(shares, read(list(shares))) if shares else None

    @property
    def foremost(self) -> AskedKinds:
        """The one that counts most alone, ties by id: what a photo is taken to show."""
        first = min(self.shares, key=lambda each: (-self.shares[each], each))
        return AskedKinds({first: 1.0}, self.kin)

    @property
    def same(self) -> frozenset[int]:
        """The ids of all categories of these kinds."""
        return frozenset().union(*(self.kin[each].same for each in self.shares))
