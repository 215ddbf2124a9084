"""Prices as people read them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language, to_locale

from catalog.conf import conf


def show_price(amount: Decimal) -> str:
    """A price in the reader's own format: €1,249.95 in English, 1.249,95 € in German."""
    return _shown(amount, conf.CURRENCY, get_language() or "en")


# 40 microseconds each, and a shop has some hundred prices.
@lru_cache(maxsize=4_096)
def _shown(amount: Decimal, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=Locale.parse(to_locale(language)))
