"""Where nothing meets all that is chosen: which of it to give up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from catalog.facets.loosening import count_loosened
from catalog.querysets import ProductQuerySet
from shop.lists.chips import Chip
from shop.lists.choice import ListChoice


@dataclass(frozen=True)
class Loosened:
    """A condition without which there is something."""

    label: str
    count: int
    """Products."""
    query: str
    """Of the list without it."""


def ways_out(base: ProductQuerySet, choice: ListChoice, chips: Iterable[Chip]) -> list[Loosened]:
    """Those that help, the most helpful first; one statement. chips: those of the choice."""
    labels: dict[str, list[str]] = {}
    for chip in chips:
        labels.setdefault(chip.condition, []).append(chip.label)
    counts = count_loosened(base, choice.conditions)
    return [
        Loosened(", ".join(labels[name]), count, replace(choice, **_free(choice, name)).query())
        for name, count in counts.items()
    ]


def _free(choice: ListChoice, condition: str) -> dict[str, Any]:
    """The fields of a choice that asks for none of this condition."""
    name = condition.removeprefix("attribute:")
    if name != condition:
        return {"attributes": tuple(pair for pair in choice.attributes if pair[0] != name)}
    empty: dict[str, dict[str, Any]] = {
        "category": {"categories": ()},
        "brand": {"brands": ()},
        "price": {"price_min": None, "price_max": None},
        "in_stock": {"in_stock": False},
    }
    return empty[condition]
