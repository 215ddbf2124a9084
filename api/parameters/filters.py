"""Which products may stand in an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.parameters.base import Parameters, present
from api.parameters.fields import AttributesField, CategoryField
from catalog.product_filter import ProductFilter

_CONDITIONS = ("price_min", "price_max", "attributes", "in_stock")


class FilterParameters(Parameters):
    """Which products may stand in the answer."""

    category = CategoryField(
        required=False, help_text="Slug of a category; those below it are included."
    )
    brand = serializers.CharField(required=False, max_length=80, help_text="A brand, as written.")
    price_min = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, help_text="At least."
    )
    price_max = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, help_text="At most."
    )
    attributes = AttributesField(
        required=False,
        max_length=200,
        help_text="Names and values as products have them: colour:red,material:wool.",
    )
    in_stock = serializers.BooleanField(
        default=True, help_text="`false` includes products that are sold out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        low, high = attrs.get("price_min"), attrs.get("price_max")
        if low is not None and high is not None and low > high:
            message = _("price_min is above price_max.")
            raise serializers.ValidationError({"price_min": message}, "invalid")
        return attrs


def filters_of(values: dict[str, Any]) -> ProductFilter:
    """The shopper's conditions among checked parameters."""
    category, brand = values.get("category"), values.get("brand")
    return ProductFilter(
        category_ids=(category.pk,) if category else (),
        brands=(brand,) if brand else (),
        **present(values, *_CONDITIONS),
    )
