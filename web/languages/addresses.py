"""The addresses of one page in each language that the shop offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_from_path


@dataclass(frozen=True, kw_only=True)
class PageLanguage:
    """A language in which a page can be read."""

    code: str
    name: str
    """As those who speak it call it: Deutsch."""
    path: str
    is_current: bool
    is_default: bool


def languages_of(path: str) -> Iterator[PageLanguage]:
    """The page at a path in every language that the shop offers, its own first."""
    named = named_in(path)
    rest = path.removeprefix(f"/{named}") if named else path
    own = settings.LANGUAGE_CODE
    for code, name in sorted(settings.LANGUAGES, key=lambda each: each[0] != own):
        yield PageLanguage(
            code=code,
            name=name,
            path=rest if code == own else f"/{code}{rest}",
            is_current=code == (named or own),
            is_default=code == own,
        )


def named_in(path: str) -> str:
    """The language that begins a path, exactly as this shop writes it; empty without one."""
    named = get_language_from_path(path) or ""
    return named if path.startswith(f"/{named}/") else ""
