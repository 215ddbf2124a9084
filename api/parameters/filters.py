"""Which products may stand in an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.parameters.base import Parameters, present
from api.parameters.fields import AttributesField
from api.parameters.numbers import PlainDecimalField
from api.parameters.several import BrandsField, CategoriesField
from catalog.product_filter import ProductFilter

MAX_ATTRIBUTES_CHARACTERS = 500

_CONDITIONS = ("price_min", "price_max", "attributes", "in_stock")


class FilterParameters(Parameters):
    """Which products may stand in the answer."""

    listed = frozenset({"attributes"})
    several = frozenset({"category", "brand"})

    category = CategoriesField(
        required=False,
        help_text="Slug of a category; those below it are included. Of several, any will do.",
    )
    brand = BrandsField(
        required=False,
        help_text="A brand, as written. Of several, any will do: brand=A&brand=B, or A,B; a comma "
        "inside of a name is written after a backslash.",
    )
    price_min = PlainDecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, help_text="At least."
    )
    price_max = PlainDecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, help_text="At most."
    )
    attributes = AttributesField(
        required=False,
        max_length=MAX_ATTRIBUTES_CHARACTERS,
        help_text="Names and values as products have them: colour:red,colour:blue,width:24. Of "
        "several values of one name, any will do. A comma, a colon or a backslash inside of a name "
        "or value is written after a backslash.",
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
    return ProductFilter(
        category_ids=tuple(category.pk for category in values.get("category", ())),
        brands=tuple(values.get("brand", ())),
        **present(values, *_CONDITIONS),
    )
