"""Which products the figures are about."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from catalog.models import Product, ProductImage
from catalog.querysets import ProductQuerySet


def without_pictures() -> ProductQuerySet:
    """Products that show none."""
    return Product.objects.exclude(Exists(ProductImage.objects.filter(product=OuterRef("pk"))))


def unpublished() -> ProductQuerySet:
    """Products that no shopper sees."""
    return Product.objects.filter(is_published=False)
