"""A product's attributes as one text that staff can read and write."""

from __future__ import annotations

import json
import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AttributesField(forms.CharField):
    """A product's attributes, written as one JSON object of short values: dict[str, ...]."""

    widget = forms.Textarea
    example = '{"colour": "blue", "height in cm": 24}'

    def __init__(self, **kwargs: Any) -> None:
        help_text = format_lazy(gettext_lazy("Such as {example}"), example=self.example)
        super().__init__(**{"max_length": 10_000, "help_text": help_text, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):  # what was typed comes back as it was
            return value
        return json.dumps(value, ensure_ascii=False, indent=2) if value else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (initial or {}))
        except ValidationError:
            return True

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return {}
        attributes = self._read(text)
        if not isinstance(attributes, dict):
            raise ValidationError(
                _("Give each value a name, like %(example)s"),
                code="unnamed",
                params={"example": self.example},
            )
        for name, held in attributes.items():
            if not (_is_text(name) and _is_plain(held)):
                raise ValidationError(
                    _(
                        "The value of “%(name)s” must be text, a number, true or false, or a list "
                        "of these."
                    ),
                    code="value",
                    params={"name": Truncator(name).chars(40)},
                )
        return attributes

    def _read(self, text: str) -> object:
        try:
            return json.loads(text)
        except RecursionError:
            return None
        except json.JSONDecodeError as error:
            reason = _("Line %(line)d cannot be read (%(why)s).") % {
                "line": error.lineno,
                "why": error.msg,
            }
        except ValueError:  # Python reads no number of over 4,300 digits
            reason = _("A number is too long.")
        raise ValidationError(
            _("%(reason)s Write it like %(example)s"),
            code="invalid",
            params={"reason": reason, "example": self.example},
        )


def _is_plain(value: object) -> bool:
    """Whether PostgreSQL can keep a value and a page can show it."""
    if isinstance(value, list):
        return all(not isinstance(each, list) and _is_plain(each) for each in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return _is_text(value) if isinstance(value, str) else isinstance(value, int)


def _is_text(value: str) -> bool:
    """Without NUL and halves of characters, which JSON can write and PostgreSQL refuses."""
    return not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in value)
