"""Prices and counts as people write them: 1.234,50 €, EUR 12.50, 1'200.00, 19.990000."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from catalog.refusals import RefusedError

MAX_PRICE = Decimal("99999999.99")
MAX_STOCK = 2_147_483_647
MAX_CHARACTERS = 40
_BLANKS = " \u00a0\u2009\u202f"
_SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "$": "USD",
    "US$": "USD",
    "R$": "BRL",
    "¥": "JPY",
    "₹": "INR",
    "Rs": "INR",
    "₩": "KRW",
    "₺": "TRY",
    "TL": "TRY",
    "₴": "UAH",
    "грн": "UAH",
    "₽": "RUB",
    "\u0440\u0443\u0431.": "RUB",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "lei": "RON",
    "CHF": "CHF",
    "Fr.": "CHF",
}
_MONEY = re.compile(
    rf"(?P<before>[^\d\-+.,]*?)[{_BLANKS}]*(?P<number>[\d\-+.,'’{_BLANKS}]*[\d.,])"
    rf"[{_BLANKS}]*(?P<after>[^\d]*)",
    re.ASCII,
)
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
# 12,- and 5.– have no cents.
_NO_CENTS = re.compile(r"(?<=\d)[.,][-\u2013\u2014]{1,2}(?!\d)", re.ASCII)


class DecimalMark(StrEnum):
    """What stands before the cents."""

    POINT = "."
    COMMA = ","


class NumberRefusedError(RefusedError):
    """A text is no number that a shop could mean.

    code: number, negative, too_precise or too_large. The sentences have %(column)s and %(value)s.
    """


@dataclass(frozen=True, slots=True)
class Money:
    """A price, and its currency where one is written beside it."""

    amount: Decimal
    currency: str = ""


def is_plain_number(text: str) -> bool:
    """As forms and machines write it; not 1e3, 1_000 or other digits, which Python takes."""
    return _PLAIN.fullmatch(text.strip()) is not None


def recognise_decimal_mark(texts: Iterable[str]) -> tuple[DecimalMark, bool]:
    """The mark of a whole column of prices, and whether they leave no doubt.

    12,5 and 1.234,50 have a comma, 1,234.50 and 1.250.000 say as much; 1,234 may be either.
    Without anything to go by it is a point.
    """
    votes = {DecimalMark.POINT: 0, DecimalMark.COMMA: 0}
    is_doubtful = False
    for text in texts:
        number = re.sub(r"[^\d.,]", "", _NO_CENTS.sub("", text))
        marks = re.sub(r"\d", "", number)
        if not marks:
            continue
        last = DecimalMark(marks[-1])
        whole, _mark, cents = number.rpartition(last)
        if len(set(marks)) > 1:
            votes[last] += 1
        elif len(marks) > 1:
            votes[_other(last)] += 1
        elif len(cents) != 3 or whole in ("", "0") or len(whole) > 3:
            votes[last] += 1
        else:
            is_doubtful = True
    mark = max(votes, key=lambda each: votes[each])
    return mark, bool(votes[mark] and not votes[_other(mark)]) or not (
        is_doubtful or any(votes.values())
    )


def read_money(text: str, *, mark: DecimalMark) -> Money:
    """A price with or without its currency. Raises NumberRefusedError."""
    found = _MONEY.fullmatch(_NO_CENTS.sub("", text.strip()))
    if not found or len(text) > MAX_CHARACTERS:
        raise _no_number()
    beside = {found["before"].strip(), found["after"].strip()} - {""}
    currencies = {_SYMBOLS.get(each, each if _is_code(each) else "") for each in beside}
    if len(currencies) > 1 or "" in currencies:
        raise _no_number()
    return Money(read_amount(found["number"], mark=mark), *currencies)


def read_amount(text: str, *, mark: DecimalMark) -> Decimal:
    """A price of at most two decimals; zeros after them do no harm. Raises NumberRefusedError.

    Refused are what other programs take for numbers: 1e3, 1_000, NaN and digits of other scripts.
    """
    number = _plain(text.strip(_BLANKS), mark=mark)
    if number.startswith("-") and number.strip("-0."):
        raise NumberRefusedError("negative", _("%(column)s is below zero: %(value)s."))
    amount = abs(Decimal(number))
    if amount != amount.quantize(Decimal("0.01")):
        raise NumberRefusedError(
            "too_precise", _("%(column)s has more than two decimals: %(value)s.")
        )
    if amount > MAX_PRICE:
        raise NumberRefusedError(
            "too_large", _("%(column)s is more than %(most)s: %(value)s."), most=f"{MAX_PRICE:,}"
        )
    return amount.quantize(Decimal("0.01"))


def read_count(text: str, *, mark: DecimalMark) -> int:
    """A whole number, which may be below zero: 5, 1.200, 100.0000. Raises NumberRefusedError."""
    amount = Decimal(_plain(text.strip(_BLANKS), mark=mark))
    if amount != amount.to_integral_value():
        raise NumberRefusedError("number", _("%(column)s is no whole number: %(value)s."))
    if abs(amount) > MAX_STOCK:
        raise NumberRefusedError(
            "too_large", _("%(column)s is more than %(most)s: %(value)s."), most=f"{MAX_STOCK:,}"
        )
    return int(amount)


def _plain(text: str, *, mark: DecimalMark) -> str:
    """-1.234,50 -> -1234.50"""
    group = rf"[{re.escape(_other(mark))}'’{_BLANKS}]"
    decimals = rf"(?:{re.escape(mark)}(\d+))?"
    pattern = rf"([-+]?)(\d{{1,3}}(?:({group})\d{{3}}(?:\3\d{{3}})*)?|\d+){decimals}"
    found = re.fullmatch(pattern, text, re.ASCII) if len(text) <= MAX_CHARACTERS else None
    if not found:
        raise _no_number()
    sign = "-" if found[1] == "-" else ""
    return sign + re.sub(r"\D", "", found[2]) + (f".{found[4]}" if found[4] else "")


def _no_number() -> NumberRefusedError:
    return NumberRefusedError(
        "number", _("%(column)s is no number such as 1250 or 12.50: %(value)s.")
    )


def _other(mark: DecimalMark) -> DecimalMark:
    return DecimalMark.COMMA if mark == DecimalMark.POINT else DecimalMark.POINT


def _is_code(text: str) -> bool:
    return re.fullmatch(r"[A-Z]{3}", text) is not None
