"""Prices as people read them."""

from __future__ import annotations

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language, to_locale

from catalog.conf import conf


def show_price(amount: Decimal) -> str:
    """A price in the reader's own format: €1,249.95 in English, 1.249,95 € in German."""
    locale = Locale.parse(to_locale(get_language() or "en"))
    return format_currency(amount, conf.CURRENCY, locale=locale)
