"""The same in another colour: values that a product's similar items can be wished to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.attribute_values import attribute_values
from catalog.models import Product
from embeddings.spaces.live import live_space
from embeddings.words.read import shown_values
from recommendations.request.wish import Value, Wish, WordsRefusedError, parse_but

# What a thing of any kind may have; a material or a size of one kind is none for another.
LOOKS = ("colour", "color", "pattern")
MAX_VALUES = 12
MAX_CHARACTERS = 200


@dataclass(frozen=True)
class WishLink:
    """A link to the same page with similar items of another look."""

    label: str
    query: str
    is_current: bool


def read_wish(text: str) -> Wish:
    """What an address wishes for; what makes no sense there is as if absent."""
    try:
        return Wish(but=parse_but(text[:MAX_CHARACTERS].replace("\0", "")))
    except WordsRefusedError:
        return Wish()


def wish_links(product: Product, *, wish: Wish) -> list[WishLink]:
    """The values that pictures show and that this product has not, those of many products first."""
    own = attribute_values(product.attributes)
    names = [name for name in LOOKS if any(name == mine for mine, _ in own)]
    space = live_space()
    return list(_links(own, shown_values(space, names) if space else [], wish))


def _links(own: frozenset[Value], shown: list[Value], wish: Wish) -> Iterator[WishLink]:
    for name, value in [each for each in shown if each not in own][:MAX_VALUES]:
        current = (name, value) in wish.but
        query = "" if current else "?" + urlencode({"but": f"{name}:{value}"})
        yield WishLink(value, query, current)
