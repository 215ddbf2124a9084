"""Which products would come into the shop with a picture on which there is nothing to see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.models import Product, ProductImage, SetAside


def with_blank_pictures(products: QuerySet[Product]) -> QuerySet[Product]:
    """Those of the products that show a blank picture."""
    blank = ProductImage.objects.filter(product=OuterRef("pk"), set_aside=SetAside.BLANK)
    return products.filter(Exists(blank))


def is_shown_or_due(product: Product) -> bool:
    """Whether shoppers see a product now or at a set time, whatever a form wants it to be."""
    shown = Q(is_published=True) | Q(publish_at__isnull=False)
    return Product.objects.filter(shown, pk=product.pk).exists()
