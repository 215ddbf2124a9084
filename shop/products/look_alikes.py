"""The rows of look-alikes on a product page, as they are refined, and all that refines them."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Product
from catalog.product_cards import ProductCard, read_cards
from catalog.refusals import RefusedError
from embeddings.spaces.live import live_space
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.request.refinement import Refinement, own_colour_share
from recommendations.rows import SimilarRows, similar_rows
from shop.products.refining import Refining
from shop.products.wishes import WishLink, wish_links

# One line of cards on a desktop, two on a phone.
OTHER_KINDS = 4


@dataclass(frozen=True)
class Example:
    """A product that the look-alikes shall be more like, or less."""

    product: ProductCard
    is_liked: bool
    query: str
    """Of the same page without it."""


@dataclass(frozen=True, kw_only=True)
class LookAlikes:
    """What the page shows of them."""

    rows: SimilarRows
    refining: Refining
    refusal: str
    """Why what was asked cannot be, in a sentence; the rows are as if it had not been."""
    examples: list[Example]
    wishes: list[WishLink]
    colour: int | None
    """How much colour counts, in percent; None where there is no choice."""
    own_colour: int | None
    """The same where nobody asks for another."""

    @property
    def wished(self) -> str:
        """The values wished for, to be read."""
        asked = [value for _, value in self.refining.but]
        said = [link.label for link in self.wishes if link.is_current]
        return "" if self.refusal else ", ".join(said if len(said) == len(asked) else asked)


def look_alikes(product: Product, asked: Refining) -> LookAlikes:
    """Read all of it; examples cost three statements, the rest stays as it is without them."""
    space = live_space()
    own = own_colour_share(space) if space else None
    refining, refinement = asked.known(product, own_colour=own)
    rows, refusal = _rows(product, refinement, space)
    return LookAlikes(
        rows=rows,
        refining=refining,
        refusal=refusal,
        examples=_examples(refining, refinement),
        wishes=wish_links(product, space, refining=refining),
        colour=own if refining.colour is None else refining.colour,
        own_colour=own,
    )


def _rows(
    product: Product, refined: Refinement, space: SearchedSpace | None
) -> tuple[SimilarRows, str]:
    """The rows as they are asked for, or as they are and why not."""
    try:
        return similar_rows(product, other_kinds=OTHER_KINDS, refined=refined, space=space), ""
    except RefusedError as error:
        return similar_rows(product, other_kinds=OTHER_KINDS, space=space), str(error)


def _examples(refining: Refining, refined: Refinement) -> list[Example]:
    liked = {each.slug for each in refined.more}
    cards = read_cards([each.pk for each in (*refined.more, *refined.less)])
    return [Example(card, card.slug in liked, refining.without(card.slug).query) for card in cards]
