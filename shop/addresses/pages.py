"""Addresses of products' and categories' pages, of which a page names hundreds."""

from __future__ import annotations

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from infra.process_state import PerProcess

_beginnings = PerProcess[dict[tuple[str | None, ...], str]](dict)


def product_address(slug: str) -> str:
    """The path of a product's page in the language of the page that names it."""
    return f"{product_addresses()}{slug}/"


def product_addresses() -> str:
    """What stands before the slug in it, for who names many."""
    return _beginning("shop:product")


def category_address(slug: str) -> str:
    """The same of a category's page."""
    return f"{_beginning('shop:category')}{slug}/"


def _beginning(name: str) -> str:
    """Looked up once, as `reverse` takes 15 microseconds each time."""
    known = _beginnings.get()
    key = name, get_language(), settings.LANGUAGE_CODE, get_script_prefix()
    if key not in known:
        known[key] = reverse(name, args=["a"]).removesuffix("a/")
    return known[key]
