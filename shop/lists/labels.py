"""Names and values of attributes, and prices from and to, as people read them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.vocabulary.translated import AttributeWords, Said
from shop.money import show_price


def attribute_label(name: str, words: AttributeWords) -> Said:
    """Care_label is Care label, or what that is in the reader's language."""
    label = words.say(name.replace("_", " ").strip())
    return Said(label[:1].upper() + label[1:], label.texts_language)


def value_label(value: str, words: AttributeWords) -> Said:
    """As it is, or in the reader's language; true and false in words."""
    flag = {"true": _("yes"), "false": _("no")}.get(value)
    return words.say(value) if flag is None else Said(flag)


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
