"""A product's name and description in other languages, as machines write them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.bodies.base import Body
from catalog.descriptions.visible import validate_visible
from catalog.imports.translated import text_meaning, text_meanings
from catalog.translations.field import MAX_NAME, TRANSLATED
from catalog.translations.reading import other_languages

MAX_DESCRIPTION = 60_000
"""Characters, in any language."""


class TextsBody(Body):
    """What a product is called in one language; null or empty: nothing is said in it."""

    name = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=MAX_NAME,
        validators=[validate_visible],
    )
    description = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        trim_whitespace=False,
        max_length=MAX_DESCRIPTION,
    )


_OBJECT = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "nullable": True,
        "properties": {
            name: {"type": "string", "nullable": True, "maxLength": most}
            for name, most in (("name", MAX_NAME), ("description", MAX_DESCRIPTION))
        },
        "additionalProperties": False,
    },
}


@extend_schema_field(_OBJECT)
class TranslationsField(serializers.Field[dict[str, str], Any, Any, Any]):
    """{language: {"name": text, "description": text}}; becomes {"name:de": text}, as rows have it.

    A language that is null says nothing any more.
    """

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_form(), "invalid")
        return {
            text_meaning(field, language): text
            for language, texts in data.items()
            for field, text in self._read(language, texts).items()
        }

    def to_representation(self, value: Any) -> Any:
        return value

    def _read(self, language: str, texts: Any) -> dict[str, str]:
        others = other_languages()
        if language not in others:
            known = ", ".join(others) or "-"
            sentence = _("The shop has no pages in this language. Known: %(known)s.")
            raise serializers.ValidationError({language: [sentence % {"known": known}]}, "unknown")
        if texts is None:
            return dict.fromkeys(TRANSLATED, "")
        if not isinstance(texts, dict):
            raise serializers.ValidationError({language: [_form()]}, "invalid")
        try:
            body = TextsBody.read(texts)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({language: error.detail}) from None
        return {name: text or "" for name, text in body.items()}


def _form() -> str:
    return _("Write {language: {name, description}}.")


def all_texts(given: dict[str, str]) -> dict[str, str]:
    """The same with all that is not named emptied."""
    return {**dict.fromkeys(text_meanings(), ""), **given}
