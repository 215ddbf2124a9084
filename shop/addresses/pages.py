"""Addresses of products' and categories' pages, of which a page names hundreds."""

from __future__ import annotations

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

from infra.process_state import PerProcess

_beginnings = PerProcess[dict[tuple[object, ...], str]](dict)


def product_address(slug: str) -> str:
    """The path of a product's page in the language of the page that names it."""
    return f"{_beginning('shop:product')}{slug}/"


def category_address(slug: str) -> str:
    """The same of a category's."""
    return f"{_beginning('shop:category')}{slug}/"


def why_address(slug: str, other: str) -> str:
    """The path of the page that says why one product stands beside another."""
    return f"{product_address(slug)}why/{other}/"


def _beginning(name: str) -> str:
    """What stands before the slug; looked up once, as `reverse` takes 15 microseconds each time."""
    known = _beginnings.get()
    key = name, get_language(), settings.LANGUAGE_CODE, get_script_prefix(), get_urlconf()
    if key not in known:
        known[key] = reverse(name, args=["a"]).removesuffix("a/")
    return known[key]
