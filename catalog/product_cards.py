"""What lists of products show of each: a card, read in one statement without the ORM's machinery.

A row of look-alikes stands on every product page, and Django's querysets and prefetching take four
times as long to make their objects as PostgreSQL takes to find them (docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage

from catalog.images.storage import avif_name, rendition_name
from catalog.translations.reading import own_language_on_page, wanted_language
from infra.prepared import fetch_prepared


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A picture as pages and the API show it."""

    pk: int
    name: str
    """Of its file in the media folder."""
    width: int
    """px"""
    height: int
    """px"""
    description: str
    """What to say in place of the picture."""
    placeholder: str = ""
    """Its mean colour as #rrggbb, once its AVIF renditions lie beside it."""

    @property
    def url(self) -> str:
        """Where the picture lies at full size."""
        return default_storage.url(self.name)

    def url_at(self, width: int) -> str:
        """Where the rendition of about `width` px lies; see RENDITION_WIDTHS."""
        return default_storage.url(rendition_name(self.name, width))

    def avif_at(self, width: int) -> str:
        """Where the AVIF of the rendition of about `width` px lies; see `placeholder`."""
        return default_storage.url(avif_name(self.name, width))


@dataclass(frozen=True, slots=True)
class CardCategory:
    """The category that a product stands in."""

    pk: int
    slug: str
    name: str
    texts_language: str = ""
    """Of the name, where the page is in another; empty else."""


@dataclass(frozen=True, slots=True)
class CardVariant:
    """Another variant of a product that a list shows."""

    pk: int
    slug: str
    name: str
    in_stock: bool
    cover: CardPicture | None
    texts_language: str = ""
    """Of the name, where the page is in another; empty else."""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as lists show it."""

    pk: int
    slug: str
    sku: str
    name: str
    brand: str
    price: Decimal
    stock: int
    family: str
    """What variants of one design share; empty without any."""
    category: CardCategory
    pictures: tuple[CardPicture, ...]
    texts_language: str = ""
    """Of the name, where the page is in another; empty else."""
    variants: tuple[CardVariant, ...] = ()
    """The first of its family, itself perhaps among them, where the list asked for them."""
    variants_total: int = 0

    @property
    def more_variants(self) -> int:
        """How many there are beside those that are shown."""
        return self.variants_total - len(self.variants)

    @property
    def cover(self) -> CardPicture | None:
        """The picture that stands for the product: its first."""
        return self.pictures[0] if self.pictures else None

    def picture(self, pk: int | None) -> CardPicture | None:
        """The product's picture of this id; None where it has no such."""
        return next((picture for picture in self.pictures if picture.pk == pk), None)


def read_cards(product_ids: Sequence[int]) -> list[ProductCard]:
    """The cards of products, published or not, in the order of their ids given.

    Those that are deleted are left out. One statement.
    """
    if not product_ids:
        return []
    rows = fetch_prepared(
        """
        SELECT product.id, product.slug, sku, product.name, brand, price, stock, family,
            category.id, category.slug, category.name,
            (
                SELECT json_agg(
                    json_build_array(image.id, image, width, height, alt, placeholder)
                    ORDER BY position, image.id
                )
                FROM catalog_productimage image WHERE product_id = product.id
            ),
            product.translations -> %s::text ->> 'name',
            category.translations -> %s::text ->> 'name'
        FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)
        JOIN catalog_product product ON product.id = wanted.id
        JOIN catalog_category category ON category.id = product.category_id
        ORDER BY wanted.place
        """,
        (wanted_language(), wanted_language(), list(product_ids)),
    )
    own = own_language_on_page()
    return [_card(row, own) for row in rows]


def _card(row: tuple[Any, ...], own_language: str) -> ProductCard:
    pk, slug, sku, own_name, brand, price, stock, family, *category, pictures, said, kind = row
    name = said or own_name
    kind_pk, kind_slug, own_kind = category
    placed = CardCategory(kind_pk, kind_slug, kind or own_kind, "" if kind else own_language)
    return ProductCard(
        *(pk, slug, sku, name, brand, price, stock, family, placed),
        pictures=tuple(
            CardPicture(image, file, width, height, alt or name, placeholder)
            for image, file, width, height, alt, placeholder in pictures or ()
        ),
        texts_language="" if said else own_language,
    )


def read_pictures(image_ids: Sequence[int]) -> dict[int, CardPicture]:
    """Pictures by id, whatever product they are of; those that are deleted are left out."""
    if not image_ids:
        return {}
    rows = fetch_prepared(
        """
        SELECT image.id, image, width, height, coalesce(nullif(alt, ''), product.name), placeholder
        FROM catalog_productimage image
        JOIN catalog_product product ON product.id = image.product_id
        WHERE image.id = ANY(%s::bigint[])
        """,
        (list(image_ids),),
    )
    return {row[0]: CardPicture(*row) for row in rows}
