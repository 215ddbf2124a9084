"""Fields of bodies that stand for more than a text or a number."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.parameters.numbers import PlainDecimalField, PlainIntegerField
from catalog.descriptions.visible import validate_visible
from catalog.imports.formats.finishing import MAX_ATTRIBUTE_NAME, MAX_DEPTH
from catalog.imports.numbers import MAX_STOCK
from catalog.models import Category

MAX_ATTRIBUTES = 200
MAX_ATTRIBUTES_BYTES = 32 * 1024
MAX_ATTRIBUTES_DEPTH = 16
"""Lists and objects within each other."""


class StockField(PlainIntegerField):
    """How many there are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_STOCK, **options)


class PriceField(PlainDecimalField):
    """In the shop's currency: "12.50" or 12.5."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, min_value=Decimal(0), **options)


class PathField(serializers.ListField):
    """The names on the way to a category, outermost first; those that are not there are made."""

    def __init__(self, **options: Any) -> None:
        most = Category._meta.get_field("name").max_length
        child = serializers.CharField(max_length=most, validators=[validate_visible])
        super().__init__(child=child, min_length=1, max_length=MAX_DEPTH, **options)

    def to_internal_value(self, data: Any) -> Any:
        # DRF looks at each entry before it counts them.
        if isinstance(data, list) and len(data) > MAX_DEPTH:
            raise serializers.ValidationError(
                _("At most %(most)s names.") % {"most": MAX_DEPTH}, "max_length"
            )
        return super().to_internal_value(data)


@extend_schema_field({"type": "object", "additionalProperties": {}})
class AttributesField(serializers.Field[dict[str, Any], Any, Any, Any]):
    """Names and values as JSON has them; null takes one away."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("Attributes are a JSON object."), "invalid")
        if len(data) > MAX_ATTRIBUTES:
            most = {"most": MAX_ATTRIBUTES}
            raise serializers.ValidationError(
                _("At most %(most)s attributes.") % most, "max_length"
            )
        if not all(0 < len(name) <= MAX_ATTRIBUTE_NAME for name in data):
            most = {"most": MAX_ATTRIBUTE_NAME}
            sentence = _("A name has 1 to %(most)s characters.") % most
            raise serializers.ValidationError(sentence, "max_length")
        if not _is_shallow(data, MAX_ATTRIBUTES_DEPTH):
            raise serializers.ValidationError(_("The attributes are nested too deeply."), "invalid")
        try:
            text = json.dumps(data, allow_nan=False)
        except ValueError:  # 1e999 is JSON, and no number
            sentence = _("The attributes hold a number that is too large.")
            raise serializers.ValidationError(sentence, "invalid") from None
        if len(text) > MAX_ATTRIBUTES_BYTES:
            raise serializers.ValidationError(_("The attributes are too long."), "max_length")
        if "\\u0000" in text:  # a backslash before it would be written twice
            sentence = _("A text may not hold the character NUL.")
            raise serializers.ValidationError(sentence, "null_characters_not_allowed")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


def _is_shallow(value: Any, depth: int) -> bool:
    """Whether no more than so many lists and objects stand within each other."""
    if not isinstance(value, dict | list):
        return True
    held = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(each, depth - 1) for each in held)
