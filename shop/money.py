"""Prices as people read them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from catalog.conf import conf


def show_price(amount: Decimal) -> str:
    """A price in the reader's own format: €1,249.95 in English, 1.249,95 € in German."""
    return price_format()(amount)


def price_format() -> Callable[[Decimal], str]:
    """The same for many prices of one page."""
    return partial(_shown, currency=conf.CURRENCY, language=get_language() or "en")


# 40 microseconds each, and a shop has some hundred prices.
@lru_cache(maxsize=16_384)
def _shown(amount: Decimal, currency: str, language: str) -> str:
    return format_currency(amount, currency, locale=Locale.parse(to_locale(language)))


def price_label(low: Decimal | None, high: Decimal | None) -> str:
    """One or both of the ends may be open."""
    if not low and high is not None:
        return _("up to %(price)s") % {"price": show_price(high)}
    if high is None:
        return _("from %(price)s") % {"price": show_price(low or Decimal(0))}
    return _("%(low)s to %(high)s") % {
        "low": show_price(low or Decimal(0)),
        "high": show_price(high),
    }
