"""What most formats read in the same way: prices with sales, stock, pictures with descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats.line import Line
from catalog.imports.numbers import Money
from catalog.imports.rows import MISSING, Missing, PictureReference


def price_of(line: Line) -> tuple[Decimal | Missing, str | Missing]:
    """What shoppers pay, and its currency: the sale's price, unless that has dates.

    Meanings: price, sale_price, sale_starts, sale_ends, currency. A price has to be there where a
    column is.
    """
    regular, sale = line.money("price"), line.money("sale_price")
    if sale and (line.plain("sale_starts") or line.plain("sale_ends")):
        line.tell("dated_sale", _("The sale has dates, so the regular price is taken."))
        sale = None
    money: Money | None = sale or regular
    if money is None:
        if line.has("price") and not line.plain("price"):
            line.refuse(
                "empty",
                _("The %(column)s is empty. Write 0 for a product whose price is not shown."),
                meaning="price",
            )
        return MISSING, MISSING
    currency = line.plain("currency").upper()
    if currency and money.currency and currency != money.currency:
        line.refuse(
            "currency",
            _("%(column)s says %(value)s, and the price has another currency."),
            meaning="currency",
            value=currency,
        )
    return money.amount, currency or money.currency or MISSING


def stock_of(line: Line) -> int | Missing:
    """How many are there. Fewer than none, as after overselling, is none, and staff are told."""
    count = line.count("stock")
    if count is None:
        return MISSING
    if count < 0:
        line.tell("oversold", _("The stock is %(count)s; 0 is taken."), count=count)
    return max(count, 0)


def pictures_of(
    sources: Iterable[str], alts: Sequence[str] | Missing = MISSING
) -> tuple[PictureReference, ...]:
    """Each picture once, with the description at the same place where there is one."""
    found: dict[str, PictureReference] = {}
    for position, source in enumerate(sources):
        alt: str | Missing = MISSING
        if alts is not MISSING:
            alt = alts[position].strip() if position < len(alts) else ""
        if source.strip():
            found.setdefault(source.strip(), PictureReference(source.strip(), alt))
    return tuple(found.values())


def deepest(paths: Iterable[tuple[str, ...]], line: Line) -> tuple[str, ...]:
    """A product stands in one category: the innermost of these, the first of several."""
    filled = [path for path in paths if path]
    chosen = max(filled, key=len, default=())
    others = [path for path in filled if path != chosen[: len(path)]]
    if others:
        line.tell(
            "other_categories",
            _("The product stands in one category, %(category)s; %(others)s more are left out."),
            category=" > ".join(chosen),
            others=len(others),
        )
    return chosen


def first_filled(*texts: str | Missing) -> str | Missing:
    """The first with anything in it; empty if there is none; MISSING if no column is there."""
    present = [text for text in texts if text is not MISSING]
    return next((text for text in present if text), "" if present else MISSING)
