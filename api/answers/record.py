"""A product as its machines see it: all that shoppers see, and what staff do besides."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from rest_framework import serializers

from api.access.permissions import sees_drafts
from api.answers.catalogue import ProductDetailSerializer
from catalog.categories.paths import read_ways

OF_STAFF = ("stock", "is_published", "family", "category_path", "translations", "updated_at")
_IN_UTC = serializers.DateTimeField(default_timezone=UTC)


class ProductRecordSerializer(ProductDetailSerializer):
    """Everything about a product; the last fields for keys that may write or see drafts alone."""

    of_staff = OF_STAFF

    stock = serializers.IntegerField(required=False, help_text="How many there are.")
    is_published = serializers.BooleanField(required=False, help_text="Whether shoppers see it.")
    family = serializers.CharField(required=False, help_text="Variants of one design share it.")
    category_path = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        required=False,
        help_text="Names on the way to its category, outermost first.",
    )
    translations = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField()),
        read_only=True,
        required=False,
        help_text="Its name and description in other languages, by their codes.",
    )
    updated_at = serializers.DateTimeField(required=False, help_text="In UTC.")

    class Meta(ProductDetailSerializer.Meta):
        fields = [*ProductDetailSerializer.Meta.fields, *OF_STAFF]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if not sees_drafts(self.context["request"]):
            return shown
        way = read_ways([instance.category_id]).get(instance.category_id, [])
        return {
            **shown,
            "stock": instance.stock,
            "is_published": instance.is_published,
            "family": instance.family,
            "category_path": [name for _pk, name in way],
            "translations": instance.translations,
            "updated_at": _IN_UTC.to_representation(instance.updated_at),
        }
