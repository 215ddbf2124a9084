"""What a thing is called in the reader's language, and in which language that is then."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.translation import get_language

from catalog.translations.field import TRANSLATED


class Translated(Protocol):
    """A category or product as its row has it."""

    name: str
    description: str
    translations: object


def other_languages() -> tuple[str, ...]:
    """The codes of those that the shop offers beside its own."""
    return tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


def language_name(code: str) -> str:
    """As the shop's settings call it; the code itself for one that it does not offer."""
    return str(dict(settings.LANGUAGES).get(code, code))


def wanted_language() -> str:
    """The reader's language where it is another than the shop's own; empty else."""
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else language


def own_language_on_page() -> str:
    """The language of what staff typed, where the page is in another; empty else."""
    return settings.LANGUAGE_CODE if wanted_language() else ""


def put_into_words(thing: Translated) -> None:
    """Let a thing speak the reader's language as far as it can, to be shown and never saved.

    What is not translated stays as it is; `texts_language` says of its name which it then is.
    """
    language = wanted_language()
    if not language:
        return
    known = thing.translations if isinstance(thing.translations, dict) else {}
    texts = known.get(language) or {}
    for name in TRANSLATED:
        if texts.get(name):
            setattr(thing, name, texts[name])
    thing.texts_language = "" if texts.get("name") else settings.LANGUAGE_CODE  # type: ignore[attr-defined]
