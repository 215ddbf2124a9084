"""The variants of the families that a list shows: a mug with its other colours below it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from catalog.product_cards import CardPicture, CardVariant, ProductCard
from catalog.translations.reading import own_language_on_page, wanted_language
from infra.prepared import fetch_prepared

SHOWN = 5
"""More are counted."""


def with_variants(cards: Sequence[ProductCard]) -> list[ProductCard]:
    """The cards, each with the first of its family's variants and how many there are."""
    found = read_variants({card.family for card in cards if card.family})
    return [
        replace(card, variants=variants, variants_total=total)
        for card in cards
        for variants, total in [found.get(card.family, ((), 0))]
    ]


def read_variants(families: Collection[str]) -> dict[str, tuple[tuple[CardVariant, ...], int]]:
    """The first published variants of each family by name, and how many there are; one statement.

    A family of one has none.
    """
    if not families:
        return {}
    rows = fetch_prepared(
        """
        SELECT variant.family, total, variant.id, slug, variant.name, stock > 0,
            variant.said, image.id, image.image, width, height
        FROM (
            SELECT id, family, slug, name, stock, translations -> %s::text ->> 'name' AS said,
                count(*) OVER of_family AS total,
                row_number() OVER (of_family ORDER BY name, id) AS place
            FROM catalog_product
            WHERE is_published AND family = ANY(%s)
            WINDOW of_family AS (PARTITION BY family)
        ) variant
        LEFT JOIN LATERAL (
            SELECT * FROM catalog_productimage WHERE product_id = variant.id
            ORDER BY position, id LIMIT 1
        ) image ON true
        WHERE total > 1 AND place <= %s
        ORDER BY variant.family, place
        """,
        (wanted_language(), list(families), SHOWN),
    )
    own = own_language_on_page()
    found: dict[str, tuple[tuple[CardVariant, ...], int]] = {}
    for family, total, pk, slug, own_name, in_stock, said, image, file, width, height in rows:
        name = said or own_name
        picture = CardPicture(image, file, width, height, name) if image else None
        before, _total = found.get(family, ((), total))
        variant = CardVariant(pk, slug, name, in_stock, picture, "" if said else own)
        found[family] = ((*before, variant), total)
    return found
