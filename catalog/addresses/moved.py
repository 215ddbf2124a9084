"""Where an address leads that was changed."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.addresses.models import OldAddress
from catalog.models import Category, Product


def moved_product(slug: str) -> str | None:
    """The slug that a published product has now which had this one before.

    None where a product has it today, published or not: that one's address it is.
    """
    return moved_products([slug]).get(slug)


def moved_products(slugs: Iterable[str]) -> dict[str, str]:
    """The same for several: old slug -> new slug."""
    wanted = set(slugs)
    old = OldAddress.objects.filter(slug__in=wanted, product__is_published=True)
    found: dict[str, str] = dict(old.values_list("slug", "product__slug"))
    if found:
        for taken in Product.objects.filter(slug__in=found).values_list("slug", flat=True):
            del found[taken]
    return found


def moved_category(slug: str) -> str | None:
    """The slug that a category has now which had this one before; None where another has it."""
    if Category.objects.filter(slug=slug).exists():
        return None
    old = OldAddress.objects.filter(slug=slug, category__isnull=False)
    return old.values_list("category__slug", flat=True).first()
