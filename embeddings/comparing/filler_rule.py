"""When a picture that several products show tells nothing about any of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from embeddings.conf import conf

# Of a picture that stands for products of few categories: sizes of one shirt, entered as products,
# share their first picture, as do departments that list it; a placeholder stands for most products.
PLACEHOLDER_PRODUCTS = 10
PLACEHOLDER_SHARE = 0.5
# However large the shop is.
SURELY_PLACEHOLDER_PRODUCTS = 200
MOST_COUNTED = int(SURELY_PLACEHOLDER_PRODUCTS / PLACEHOLDER_SHARE)
"""Products of the shop; that there are more changes nothing."""
# Behind so many different first pictures even one category's are unrelated: the colours of one
# design, entered without a family, are hardly more than five.
DIFFERENT_COVERS = 6


@dataclass(frozen=True, kw_only=True)
class Use:
    """A product that shows the picture, or one that is nearly the same."""

    product_id: int
    design: str
    """Its family, or else its name: products that share it are one design."""
    category_id: int
    is_cover: bool
    """Whether the picture stands for the product, which has no other before it."""
    cover_sha256: str
    """Of the product's first picture."""


def is_filler(uses: Collection[Use], *, products: int) -> bool:
    """Say whether a picture is a filler, such as a size chart, packaging, a logo, "no picture yet".

    It is one if `conf.FILLER_DESIGNS` designs show it, and

    - they stand in as many categories, or in two where it never comes first;
    - or it stands behind DIFFERENT_COVERS different first pictures, never itself first;
    - or half of the shop's products show it, of two categories at least.

    So variants and lookalikes of one category keep the picture that they share. products: how many
    the shop has, or MOST_COUNTED.
    """
    designs = {use.design for use in uses}
    if len(designs) < conf.FILLER_DESIGNS:
        return False
    categories = len({use.category_id for use in uses})
    if categories >= conf.FILLER_DESIGNS:
        return True
    if not any(use.is_cover for use in uses):
        return categories >= 2 or len({use.cover_sha256 for use in uses}) >= DIFFERENT_COVERS
    shown = len({use.product_id for use in uses})
    many = min(PLACEHOLDER_SHARE * products, SURELY_PLACEHOLDER_PRODUCTS)
    return categories >= 2 and shown >= max(many, PLACEHOLDER_PRODUCTS)
