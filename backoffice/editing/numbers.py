"""Numbers as people write them: not 1e3, 1_000 or digits of other scripts, which Python takes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from catalog.imports.numbers import is_plain_number


class PlainDecimalField(forms.DecimalField):
    def to_python(self, value: Any) -> Any:
        return super().to_python(_checked(self, value))


class PlainIntegerField(forms.IntegerField):
    def to_python(self, value: Any) -> Any:
        return super().to_python(_checked(self, value))


PLAIN_NUMBERS: dict[Any, dict[str, Any]] = {
    models.DecimalField: {"form_class": PlainDecimalField},
    models.IntegerField: {"form_class": PlainIntegerField},
}
"""For `formfield_overrides`."""


def _checked(field: forms.Field, value: Any) -> Any:
    if isinstance(value, str) and value.strip() and not is_plain_number(value):
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return value
