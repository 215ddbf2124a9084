"""Which products would come into the shop with a picture on which there is nothing to see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from catalog.models import Product, ProductImage, SetAside


def with_blank_pictures(products: QuerySet[Product]) -> QuerySet[Product]:
    """Those of the products that show a blank picture."""
    blank = ProductImage.objects.filter(product=OuterRef("pk"), set_aside=SetAside.BLANK)
    return products.filter(Exists(blank))


def is_shown(product: Product) -> bool:
    """Whether shoppers see a product now, whatever a form wants it to be."""
    return Product.objects.filter(pk=product.pk, is_published=True).exists()
