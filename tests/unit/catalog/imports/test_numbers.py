"""Prices are read as people mean them, and never as programs could read them as well."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.imports.numbers import (
    DecimalMark,
    Money,
    NumberRefusedError,
    read_amount,
    read_count,
    read_money,
    recognise_decimal_mark,
)

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1250", POINT, "1250.00"),
        ("12.5", POINT, "12.50"),
        ("34.000000", POINT, "34.00"),
        ("1,234.50", POINT, "1234.50"),
        ("1'234'567.89", POINT, "1234567.89"),
        ("1 234.50", POINT, "1234.50"),
        ("+5", POINT, "5.00"),
        ("-0.00", POINT, "0.00"),
        ("12,50", COMMA, "12.50"),
        ("1.234,50", COMMA, "1234.50"),
        ("1\u202f234,50", COMMA, "1234.50"),
        ("1,234", COMMA, None),  # three decimals
        ("12,50", POINT, None),
        ("12.50", COMMA, None),
        ("1,23,456.00", POINT, None),
        ("1e3", POINT, None),
        ("1_000", POINT, None),
        ("１２", POINT, None),
        ("١٢", POINT, None),
        ("NaN", POINT, None),
        ("Infinity", POINT, None),
        ("0x10", POINT, None),
        ("1/2", POINT, None),
        ("12.", POINT, None),
        ("", POINT, None),
        ("9" * 50, POINT, None),
    ],
)
def test_amounts(text, mark, amount):
    if amount is None:
        with pytest.raises(NumberRefusedError):
            read_amount(text, mark=mark)
    else:
        assert str(read_amount(text, mark=mark)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [("-5", "negative"), ("1.005", "too_precise"), ("100000000", "too_large"), ("5 6", "number")],
)
def test_refusals_say_which_rule(text, code):
    with pytest.raises(NumberRefusedError) as refusal:
        read_amount(text, mark=POINT)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("12.50 EUR", Money(Decimal("12.50"), "EUR")),
        ("EUR 12.50", Money(Decimal("12.50"), "EUR")),
        ("€12.50", Money(Decimal("12.50"), "EUR")),
        ("12.50€", Money(Decimal("12.50"), "EUR")),
        ("1'250.00 CHF", Money(Decimal("1250.00"), "CHF")),
        ("$5", Money(Decimal("5.00"), "USD")),
        ("5 zł", Money(Decimal("5.00"), "PLN")),
        ("R$ 5", Money(Decimal("5.00"), "BRL")),
        ("Rs 5", Money(Decimal("5.00"), "INR")),
        ("5.- CHF", Money(Decimal("5.00"), "CHF")),
        ("19,\N{EN DASH} €", Money(Decimal("19.00"), "EUR")),
        ("1'250.--", Money(Decimal("1250.00"))),
        ("5", Money(Decimal("5.00"))),
    ],
)
def test_currencies_stand_on_either_side(text, money):
    assert read_money(text, mark=POINT) == money


@pytest.mark.parametrize(
    "text", ["EUR 5 USD", "5 apples", "about 5", "from 5 EUR", "5 EUR/kg", "5-10", "5.-10"]
)
def test_words_beside_a_price_are_refused(text):
    with pytest.raises(NumberRefusedError):
        read_money(text, mark=POINT)


@pytest.mark.parametrize(
    ("prices", "seen"),
    [
        (["12,50", "9"], (COMMA, True)),
        (["1.234,50"], (COMMA, True)),
        (["1.250.000"], (COMMA, True)),
        (["12.5", "1,234.50"], (POINT, True)),
        (["0,999"], (COMMA, True)),
        (["34.000000"], (POINT, True)),
        (["5", "12", ""], (POINT, True)),
        (["5,-", "12.-"], (POINT, True)),
        (["1,234"], (POINT, False)),
        (["1,234", "12,50"], (COMMA, True)),
        (["12,50", "12,60", "12.70"], (COMMA, False)),
    ],
)
def test_the_mark_is_that_of_the_whole_column(prices, seen):
    assert recognise_decimal_mark(prices) == seen


def test_counts_are_whole():
    assert read_count("1.200", mark=COMMA) == 1200
    assert read_count("100.0000", mark=POINT) == 100
    assert read_count("-3", mark=POINT) == -3
    for text in ("1.5", "5 pcs", "1e3", "9999999999"):
        with pytest.raises(NumberRefusedError):
            read_count(text, mark=POINT)
