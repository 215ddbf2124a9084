"""Which products show some pictures, and how."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from catalog.models import ProductImage
from embeddings.comparing.filler_rule import Use


def read_uses(images: Collection[int]) -> list[Use]:
    """One use for each of the pictures with these ids."""
    first = ProductImage.objects.filter(product=OuterRef("product")).order_by("position", "pk")
    rows = (
        ProductImage.objects.filter(pk__in=images)
        .order_by("pk")
        .annotate(cover=Subquery(first.values("pk")[:1]), seen=Subquery(first.values("sha256")[:1]))
        .values_list(
            *("pk", "product_id", "product__family", "product__name", "product__category_id"),
            *("cover", "seen"),
        )
    )
    return [
        Use(
            product_id=product,
            design=f"family {family}" if family else f"name {name.casefold()}",
            category_id=category,
            is_cover=pk == cover,
            cover_sha256=seen,
        )
        for pk, product, family, name, category, cover, seen in rows
    ]
