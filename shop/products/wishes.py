"""The same in another colour: values that a product's similar items can be wished to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog.attribute_values import attribute_values
from catalog.models import Product
from catalog.vocabulary.translated import AttributeWords, Said
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.words.read import shown_values
from recommendations.request.wish import Value
from shop.products.refining import Refining

# What a thing of any kind may have; a material or a size of one kind is none for another.
LOOKS = ("colour", "color", "pattern")
MAX_VALUES = 12


@dataclass(frozen=True)
class WishLink:
    """A link to the same page with similar items of another look."""

    label: Said
    query: str
    is_current: bool


def wish_links(
    product: Product, space: SearchedSpace | None, *, refining: Refining
) -> list[WishLink]:
    """The values that pictures show and that this product has not, those of many products first."""
    own = attribute_values(product.attributes)
    names = [name for name in LOOKS if any(name == mine for mine, _ in own)]
    return list(_links(own, shown_values(space, names) if space else [], refining))


def _links(own: frozenset[Value], shown: list[Value], asked: Refining) -> Iterator[WishLink]:
    offered = [each for each in shown if each not in own][:MAX_VALUES]
    words = AttributeWords.read(value for _name, value in offered)
    for name, value in offered:
        current = (name, value) in asked.but
        other = replace(asked, but=()) if current else replace(asked, but=((name, value),))
        yield WishLink(words.say(value), other.query, current)
