"""Texts inside markup: never markup themselves, and each in its own direction."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe

from catalog.translations.reading import own_language_on_page

__all__ = ["escape", "markup", "typed_attributes"]

_IN_THE_PAGES_LANGUAGE = mark_safe('dir="auto"')


def markup(html: str) -> SafeString:
    """What templates shall take as it is; every text in it has been escaped."""
    return mark_safe(html)  # noqa: S308 - see above


def typed_attributes(thing: object = None) -> SafeString:
    """Attributes for what staff typed: its own direction, and its language where it is another.

    thing: whose name it is; without, a text that no language has but the shop's own.
    """
    language = own_language_on_page() if thing is None else getattr(thing, "texts_language", "")
    return markup(f'dir="auto" lang="{escape(language)}"') if language else _IN_THE_PAGES_LANGUAGE
