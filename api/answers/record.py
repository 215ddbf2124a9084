"""A product as its machines see it: all that shoppers see, and what staff do besides."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.access.permissions import sees_drafts
from api.answers.catalogue import ProductDetailSerializer
from catalog.categories.paths import read_ways
from catalog.models import Product

OF_STAFF = ("stock", "is_published", "family", "category_path", "updated_at")


class ProductRecordSerializer(ProductDetailSerializer):
    """Everything about a product; the last fields for keys that may write or see drafts alone."""

    stock = serializers.IntegerField(required=False, help_text="How many there are.")
    is_published = serializers.BooleanField(required=False, help_text="Whether shoppers see it.")
    family = serializers.CharField(required=False, help_text="Variants of one design share it.")
    category_path = serializers.SerializerMethodField(
        required=False, help_text="Names on the way to its category, outermost first."
    )
    updated_at = serializers.DateTimeField(required=False, help_text="In UTC.")

    class Meta(ProductDetailSerializer.Meta):
        fields = [*ProductDetailSerializer.Meta.fields, *OF_STAFF]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None and not sees_drafts(request):
            for name in OF_STAFF:
                del fields[name]
        return fields

    def get_category_path(self, product: Product) -> list[str]:
        way = read_ways([product.category_id]).get(product.category_id, [])
        return [name for _pk, name in way]
