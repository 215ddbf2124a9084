"""Which looks shoppers see beside a product, read in two statements however many there are."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.product_cards import ProductCard, read_cards
from infra.prepared import fetch_prepared

MAX_PRODUCTS = 24
"""Products of one look that are shown, at most."""

# Through the index on the product's own items, so that a shop with thousands of looks reads few.
# What a look holds beside the product counts only as far as it can be bought.
_LOOKS_WITH = """
    SELECT look.id, look.name,
        (array_agg(item.product_id ORDER BY item.position, item.id))[:%(most)s::int]
    FROM recommendations_lookitem own
    JOIN recommendations_look look ON look.id = own.look_id
    JOIN recommendations_lookitem item ON item.look_id = look.id
    JOIN catalog_product product ON product.id = item.product_id
    WHERE own.product_id = %(product)s::bigint
        AND item.product_id <> own.product_id
        AND look.is_published
        AND (look.starts_at IS NULL OR look.starts_at <= statement_timestamp())
        AND (look.ends_at IS NULL OR look.ends_at > statement_timestamp())
        AND product.is_published AND product.stock > 0
    GROUP BY look.id
    ORDER BY look.position, look.id DESC
    LIMIT %(looks)s::int
"""


@dataclass(frozen=True)
class ShownLook:
    """A look as it stands beside one of its products."""

    pk: int
    name: str
    products: tuple[ProductCard, ...]
    """The others of the look that can be bought, in the staff's order; at least one."""


def looks_with(product_id: int, *, limit: int) -> list[ShownLook]:
    """The first `limit` looks that a product is part of and that have something else to show."""
    asked = {"product": product_id, "looks": limit, "most": MAX_PRODUCTS}
    rows = fetch_prepared(_LOOKS_WITH, asked)
    wanted = dict.fromkeys(product for _, _, products in rows for product in products)
    cards = {card.pk: card for card in read_cards(list(wanted))}
    shown = [
        ShownLook(pk, name, tuple(cards[each] for each in products if each in cards))
        for pk, name, products in rows
    ]
    return [look for look in shown if look.products]
