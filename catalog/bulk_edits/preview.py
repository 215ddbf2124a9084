"""What a change would do, before anything is done: how many, which first, and what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.bulk_edits.change import Change
from catalog.bulk_edits.models import BulkEdit
from catalog.bulk_edits.planning import Planned, Planner, is_changed
from catalog.models import Product

ROWS = 20
"""Shown of those that change, and of those that are refused."""
MOST_COUNTED = 10_000
"""Products that are looked at; of more, the numbers are told of the first ones."""
BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How it would be if it were done now."""

    looked_at: int
    """Products: fewer than were selected where these are very many, or some are gone."""
    changed: int
    refused: int
    reasons: dict[str, int]
    """Sentence -> products."""
    first: Sequence[Planned]
    first_refused: Sequence[Planned]

    @property
    def unchanged(self) -> int:
        return self.looked_at - self.changed - self.refused


def preview(edit: BulkEdit) -> Preview:
    """About half a second for MOST_COUNTED products."""
    planner = Planner(Change.from_json(edit.change))
    looked_at = changed = 0
    first: list[Planned] = []
    refused: list[Planned] = []
    reasons: Counter[str] = Counter()
    for products in read_batches(edit):
        for planned in planner.plan(products):
            looked_at += 1
            if planned.reason:
                reasons[planned.reason] += 1
                refused += [planned] if len(refused) < ROWS else []
            elif is_changed(planned):
                changed += 1
                first += [planned] if len(first) < ROWS else []
    return Preview(
        looked_at=looked_at,
        changed=changed,
        refused=reasons.total(),
        reasons=dict(reasons.most_common()),
        first=first,
        first_refused=refused,
    )


def read_batches(edit: BulkEdit) -> Iterator[list[Product]]:
    """The selected products in their order, up to MOST_COUNTED."""
    ids = edit.product_ids[:MOST_COUNTED]
    for start in range(0, len(ids), BATCH):
        found = Product.objects.defer("search").in_bulk(ids[start : start + BATCH])
        yield [found[pk] for pk in ids[start : start + BATCH] if pk in found]


def first_names(edit: BulkEdit, *, most: int = 10) -> list[str]:
    """The names of the first few."""
    names = Product.objects.in_bulk(edit.product_ids[:most]).values()
    return [f"{product.name} ({product.sku})" for product in names]
