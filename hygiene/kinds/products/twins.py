"""Whether two products are one: by name, brand, price, attributes and pictures together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from catalog.models import Product
from embeddings.comparing.likeness import NEARLY_THE_SAME
from hygiene.kinds.products.colour_words import colours_in
from hygiene.kinds.products.names import alike, numbers_in, words_of

_ALIKE_NAMES = 0.6  # of the words of both, beside a picture that is nearly the same
_PRICES = Decimal("1.25")  # how many times as dear one of them may be


@dataclass(frozen=True, kw_only=True)
class Twins:
    """What speaks for two products being one."""

    confidence: float
    names: float
    """Share of the words that both names have."""
    likeness: float | None
    """Of their pictures; 1 for the same bytes, None where it cannot be told."""


def compare(one: Product, other: Product, likeness: float | None) -> Twins | None:
    """Say how surely they are one product, or None where something speaks against it.

    Variants are not: what is of one family, or differs in a colour, a size or a number.
    """
    if _differ(one, other):
        return None
    names = alike(one.name, other.name)
    same_picture = likeness is not None and likeness >= NEARLY_THE_SAME
    if names == 1 and (same_picture or likeness is None):
        confidence = 0.95 if same_picture else 0.7
    elif names >= _ALIKE_NAMES and same_picture:
        confidence = round(0.6 + 0.3 * names, 2)
    else:
        return None
    if not (one.brand and one.brand == other.brand):
        confidence = round(confidence - 0.1, 2)
    return Twins(confidence=confidence, names=names, likeness=likeness)


def _differ(one: Product, other: Product) -> bool:
    if one.family and one.family == other.family:
        return True
    if one.brand and other.brand and one.brand.casefold() != other.brand.casefold():
        return True
    low, high = sorted((one.price, other.price))
    if high > low * _PRICES:
        return True
    if numbers_in(one.name) != numbers_in(other.name):
        return True
    if colours_in(one.name) != colours_in(other.name):
        return True
    both = one.attributes.keys() & other.attributes.keys()
    return any(_folded(one.attributes[name]) != _folded(other.attributes[name]) for name in both)


def _folded(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return sorted(" ".join(words_of(str(each))) for each in values)
