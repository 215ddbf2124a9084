"""What is said in other languages, in columns of their own: name (de), description (ar)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO

from catalog.imports.mapping import IGNORE
from catalog.imports.tables.header import fold_name
from catalog.translations.field import TRANSLATED
from catalog.translations.reading import other_languages

_BETWEEN = ":"
"""Field and language in a meaning, such as name:de; no field of a product has it in its name."""


def text_meaning(field: str, code: str) -> str:
    """What a column with this field in this language means."""
    return f"{field}{_BETWEEN}{code}"


def field_and_language(meaning: str) -> tuple[str, str]:
    """Name and de of name:de; whatever else a column means has no language."""
    field, _between, code = meaning.partition(_BETWEEN)
    return (field, code) if code and field in TRANSLATED else (meaning, "")


def has_language(meaning: str) -> bool:
    return field_and_language(meaning)[1] != ""


def text_meanings() -> tuple[str, ...]:
    """Name and description in each of the shop's other languages."""
    return tuple(text_meaning(field, code) for code in other_languages() for field in TRANSLATED)


def text_columns(names: Mapping[str, str]) -> dict[str, str]:
    """Folded names of columns -> meanings; a language that is not offered is not imported.

    names: of each of TRANSLATED, how columns in the shop's own language are called, by commas.
    """
    own, others = settings.LANGUAGE_CODE, other_languages()
    meanings = dict.fromkeys(LANG_INFO, IGNORE) | dict.fromkeys(others, "")
    columns = {}
    for field in TRANSLATED:
        for name in names[field].split(", "):
            for code, ignored in meanings.items():
                columns[fold_name(f"{name} ({code})")] = ignored or text_meaning(field, code)
            columns[fold_name(f"{name} ({own})")] = field
            columns |= {fold_name(f"{name} {code}"): text_meaning(field, code) for code in others}
    return columns


def text_header(meaning: str) -> str:
    """How an export names the column: name (de)."""
    field, code = field_and_language(meaning)
    return f"{field} ({code})"


def said(translations: object, meaning: str) -> str:
    """A text of a product; empty where there is none."""
    field, code = field_and_language(meaning)
    return str(_texts_in(translations, code).get(field) or "")


def with_text(translations: object, meaning: str, text: str) -> dict[str, Any]:
    """The same with another text; an empty one goes, and a language in which nothing is left."""
    field, code = field_and_language(meaning)
    texts = {**_texts_in(translations, code), field: text}
    held = translations if isinstance(translations, dict) else {}
    changed = {**held, code: {name: each for name, each in texts.items() if each}}
    return {name: each for name, each in changed.items() if each}


def _texts_in(translations: object, code: str) -> dict[str, Any]:
    texts = translations.get(code) if isinstance(translations, dict) else None
    return texts if isinstance(texts, dict) else {}
