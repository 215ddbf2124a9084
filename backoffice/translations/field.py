"""A product's or category's texts in the shop's other languages: two inputs for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from catalog.translations.field import MAX_NAME, TRANSLATED, check_translations


@dataclass(frozen=True, kw_only=True)
class LanguageInputs:
    """What is asked for one language."""

    code: str
    label: str
    is_rtl: bool
    name: str
    description: str


class TranslationsWidget(forms.Widget):
    template = "backoffice/translations.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, str]]:
        sent: dict[str, dict[str, str]] = {}
        for language in data.getlist(name) if hasattr(data, "getlist") else data.get(name, ()):
            texts = {each: data.get(f"{name}-{language}-{each}", "").strip() for each in TRANSLATED}
            if said := {each: text.replace("\r\n", "\n") for each, text in texts.items() if text}:
                sent[language] = said
        return sent

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def as_sent(self, name: str, value: Any) -> dict[str, list[str]]:
        """The fields of a form that a browser makes of this value."""
        shown = list(_inputs(value))
        fields = {name: [each.code for each in shown]}
        for each in shown:
            fields[f"{name}-{each.code}-name"] = [each.name]
            fields[f"{name}-{each.code}-description"] = [each.description]
        return fields

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        context = {"name": name, "languages": list(_inputs(value)), "max_name": MAX_NAME}
        return render_to_string(self.template, context)


class TranslationsField(forms.Field):
    """{language: {"name": text, "description": text}}, without what is left empty."""

    widget = TranslationsWidget

    def __init__(self, **kwargs: Any) -> None:
        told = _("What is left empty stays as it is in the shop's own language.")
        super().__init__(required=False, label=_("In other languages"), help_text=told, **kwargs)

    def clean(self, value: Any) -> dict[str, dict[str, str]]:
        check_translations(value or {})
        return value or {}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or {}) != (data or {}))


def offers_translations() -> bool:
    """Whether the shop's pages can be read in another language than its own."""
    return len(settings.LANGUAGES) > 1


def _inputs(value: Any) -> Iterator[LanguageInputs]:
    """The languages that the shop offers, and those in which something was said before."""
    known = value if isinstance(value, dict) else {}
    names = dict(settings.LANGUAGES)
    for code in dict.fromkeys([*names, *known]):
        if code != settings.LANGUAGE_CODE:
            texts = known.get(code) or {}
            yield LanguageInputs(
                code=code,
                label=names.get(code, code),
                is_rtl=_is_rtl(code),
                name=texts.get("name", ""),
                description=texts.get("description", ""),
            )


def _is_rtl(code: str) -> bool:
    try:
        return bool(get_language_info(code)["bidi"])
    except KeyError:
        return False
