"""Where a thing's name and description stand in other languages than the shop's own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

TRANSLATED = ("name", "description")
"""What can be said in other languages."""
MAX_NAME = 200  # characters, as of the name itself


def check_translations(value: Any) -> None:
    """Raises ValidationError for anything but {language: {"name": text, "description": text}}."""
    for language, texts in value.items() if isinstance(value, dict) else [("", value)]:
        fits = isinstance(texts, dict) and set(texts) <= set(TRANSLATED)
        if not fits or not all(isinstance(text, str) for text in texts.values()):
            raise ValidationError(_("Write {language: {name, description}}."), code="form")
        if len(texts.get("name", "")) > MAX_NAME:
            told = _("The name in %(language)s has over %(most)s characters.")
            raise ValidationError(
                told, code="long", params={"language": language, "most": MAX_NAME}
            )


def translations_field() -> models.JSONField[Any]:
    """A column for them: in the row itself, so that no page needs another statement."""
    return models.JSONField(
        _("in other languages"),
        default=dict,
        db_default=models.Value({}, output_field=models.JSONField()),
        blank=True,
        validators=[check_translations],
    )
