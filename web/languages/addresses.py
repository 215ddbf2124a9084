"""The addresses of one page in each language that the shop offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language, get_language_from_path, to_locale


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


def og_locale() -> str:
    """The language of the page with the country that most speak it in, as Open Graph wants it."""
    return _with_country(to_locale(get_language() or settings.LANGUAGE_CODE))


@lru_cache(maxsize=128)
def _with_country(name: str) -> str:
    try:
        locale = Locale.parse(name)
    except UnknownLocaleError:
        return name
    likely = Locale.parse(get_global("likely_subtags").get(locale.language, str(locale)))
    return f"{locale.language}_{locale.territory or likely.territory or locale.language.upper()}"


def named_in(path: str) -> str:
    """The language that begins a path, exactly as this shop writes it; empty without one."""
    named = get_language_from_path(path) or ""
    return named if path.startswith(f"/{named}/") else ""
