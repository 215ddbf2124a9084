"""What was tried for a space, how the catalogue was then, and when it is worth another try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from catalog.models import Product
from embeddings.conf import FIT_COOLDOWN_SECONDS, FIT_UNTAUGHT_PICTURES
from embeddings.models import EmbeddingSpace
from evaluation.fitting.verdict import Verdict

# A catalogue that grows by half is tried again at once; one that rests sooner, once in a while.
GROWN = 1.5
GROWN_AT_REST = 1.2
# Share of the products that would have to move for the categories to be filled as they are now.
MOVED = 0.1


@dataclass(frozen=True, kw_only=True)
class CatalogueState:
    """All of a catalogue that teaches, in a few numbers."""

    pictures: int
    with_several: int
    """Products that have several pictures."""
    last_product: int
    """The highest id: later ones have not taught."""
    categories: Mapping[str, int]
    """Products by the category's id."""

    @classmethod
    def read(cls, space: EmbeddingSpace) -> Self:
        """The catalogue as it stands in a space now."""
        shown = space.embeddings.ready().order_by().values("product").annotate(n=Count("pk"))
        counts = shown.aggregate(pictures=Sum("n"), several=Count("n", filter=Q(n__gt=1)))
        filled = Product.objects.values_list("category_id").annotate(n=Count("pk")).order_by()
        return cls(
            pictures=counts["pictures"] or 0,
            with_several=counts["several"],
            last_product=Product.objects.aggregate(last=Max("pk"))["last"] or 0,
            categories={str(category): number for category, number in filled},
        )

    def has_changed_since(self, before: CatalogueState, *, factor: float) -> bool:
        """Whether it holds so many times more, or so many times fewer."""
        pairs = (
            (self.pictures, before.pictures),
            (self.with_several, before.with_several),
        )
        return any(max(pair) >= factor * max(1, min(pair)) for pair in pairs)

    def has_moved_since(self, before: CatalogueState) -> bool:
        """Whether products have been put into other categories, in numbers that count."""
        now, then = Counter(self.categories), Counter(before.categories)
        shares = [
            abs(now[category] / max(1, now.total()) - then[category] / max(1, then.total()))
            for category in now | then
        ]
        return sum(shares) / 2 >= MOVED


def is_due(record: Mapping[str, Any], state: CatalogueState) -> bool:
    """Whether a space is worth a try: none was made, or ended, or the catalogue has changed.

    One that was interrupted goes on without this being asked.
    """
    if not record:
        return True
    before = read_state(record)
    if state.has_changed_since(before, factor=GROWN):
        return True
    if before.pictures < FIT_UNTAUGHT_PICTURES <= state.pictures:
        return True
    rest = timezone.now() - datetime.fromisoformat(record["tried_at"])
    rested = rest.total_seconds() >= FIT_COOLDOWN_SECONDS
    changed = state.has_changed_since(before, factor=GROWN_AT_REST) or state.has_moved_since(before)
    return rested and (changed or record.get("under_way", False))  # a worker stopped at it


def write_record(
    state: CatalogueState,
    *,
    taught: int,
    verdicts: Sequence[Verdict] = (),
    under_way: bool = False,
    interrupted: bool = False,
) -> dict[str, Any]:
    """What is kept with a space; `taught` is the last product that its own projections know.

    `under_way`: the verdicts are being found. `interrupted`: the rest of them will be, by whoever
    looks next.
    """
    return {
        "tried_at": timezone.now().isoformat(timespec="seconds"),
        "catalogue": asdict(state),
        "taught": taught,
        "verdicts": [verdict.to_json() for verdict in verdicts],
        "under_way": under_way,
        "interrupted": interrupted,
    }


def read_state(record: Mapping[str, Any]) -> CatalogueState:
    """The catalogue as it was for that try."""
    return CatalogueState(**record["catalogue"])


def read_verdicts(record: Mapping[str, Any]) -> list[Verdict]:
    """What that try has found."""
    return [Verdict.from_json(each) for each in record["verdicts"]]
