"""Numbers as people and machines write them: not 1e3, 1_000 or digits of other scripts.

Python takes these, so that a slip would be another number instead of a sentence.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from catalog.imports.numbers import is_plain_number


class PlainIntegerField(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        return super().to_internal_value(_checked(self, data))


class PlainDecimalField(serializers.DecimalField):
    def to_internal_value(self, data: Any) -> Decimal:
        return super().to_internal_value(_checked(self, data))


class PlainFloatField(serializers.FloatField):
    def to_internal_value(self, data: Any) -> float:
        return super().to_internal_value(_checked(self, data))


def _checked(field: serializers.Field[Any, Any, Any, Any], data: Any) -> Any:
    if isinstance(data, str) and not is_plain_number(data):
        field.fail("invalid")
    return data
