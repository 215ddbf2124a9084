"""A product's attributes as rows that staff fill in, and back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.attributes.rows import Row, rows_of
from backoffice.attributes.typed import is_storable, read_value
from backoffice.attributes.widget import AttributesWidget

MAX_ROWS = 500
MAX_NAME = 120
"""Characters."""


class AttributesField(forms.Field):
    """Names with values: dict[str, ...], of whose values numbers, yes and no stay what they are."""

    widget = AttributesWidget

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy("A row without a name and a value counts for nothing.")
        super().__init__(**{"help_text": help_text, **kwargs})

    def prepare_value(self, value: Any) -> list[Row]:
        """What was typed comes back as it was."""
        return rows_of(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return not _is_same(self.clean(data), initial or {})
        except ValidationError:
            return True

    def clean(self, value: Any) -> dict[str, Any]:
        """value: rows, or attributes as they are. Every row that is wrong is told of."""
        rows = [row for row in self.prepare_value(value) if row.name or row.text]
        if len(rows) > MAX_ROWS:
            told = _("At most %(most)s attributes.")
            raise ValidationError(told, code="too_many", params={"most": MAX_ROWS})
        attributes: dict[str, Any] = {}
        errors: list[ValidationError] = []
        for row in rows:
            try:
                name = _checked_name(row, attributes)
                if row.text:  # a name alone is one whose value was taken away
                    attributes[name] = read_value(row.kind, row.text, name=name)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return attributes


def _checked_name(row: Row, others: dict[str, Any]) -> str:
    """Raises ValidationError."""
    shown = {"name": row.name[:40], "value": row.text[:40]}
    if not row.name:
        raise ValidationError(_("The value “%(value)s” needs a name."), "unnamed", shown)
    if len(row.name) > MAX_NAME or not is_storable(row.name):
        told = _("“%(name)s” cannot be a name: at most %(most)s characters that can be kept.")
        raise ValidationError(told, "name", {**shown, "most": MAX_NAME})
    if row.name in others:
        told = _("“%(name)s” stands there twice. For several values choose that kind.")
        raise ValidationError(told, "twice", shown)
    return row.name


def _is_same(one: object, other: object) -> bool:
    """As JSON has it: 1, 1.0 and true are three."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return type(one) is type(other) and one == other
