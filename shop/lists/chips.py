"""What is chosen, each with the way to the same list without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from catalog.attributes.labels import attribute_label, value_label
from catalog.vocabulary.translated import AttributeWords
from shop.lists.choice import ListChoice
from shop.money import price_label


@dataclass(frozen=True)
class Chip:
    """One thing that is chosen."""

    condition: str
    """As `ProductFilter.conditions` names it."""
    label: str
    without: str
    """The query of the list without it."""


def chips_of(choice: ListChoice, words: AttributeWords) -> list[Chip]:
    """All that is chosen, in the order of the facets."""
    chips = [
        Chip("category", each.name, _without(choice, categories=each)) for each in choice.categories
    ]
    chips += [Chip("brand", each, _without(choice, brands=each)) for each in choice.brands]
    chips += [
        Chip(
            f"attribute:{name}",
            f"{attribute_label(name, words)}: {value_label(value, words)}",
            _without(choice, attributes=(name, value)),
        )
        for name, value in choice.attributes
    ]
    if choice.price_min is not None or choice.price_max is not None:
        free = replace(choice, price_min=None, price_max=None).query()
        chips.append(Chip("price", price_label(choice.price_min, choice.price_max), free))
    if choice.in_stock:
        chips.append(Chip("in_stock", _("In stock"), replace(choice, in_stock=False).query()))
    return chips


def _without(choice: ListChoice, **one: Any) -> str:
    left: dict[str, Any] = {
        name: tuple(each for each in getattr(choice, name) if each != value)
        for name, value in one.items()
    }
    return replace(choice, **left).query()
