"""Prices of a bulk edit: percent, endings, and what no product can cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.bulk_edits.pricing import MOST, PriceChange, PriceRefusedError

PRICES = st.decimals(min_value=0, max_value=MOST, places=2)


def priced(before: str, operation: str, value: str = "0", ending: str = "") -> str:
    change = PriceChange(operation=operation, value=Decimal(value), ending=ending)
    return str(change.of(Decimal(before)))


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        ("20.00", ("set", "9.5"), "9.50"),
        ("20.00", ("raise", "10"), "22.00"),
        ("9.99", ("raise", "10"), "10.99"),
        ("9.95", ("lower", "50"), "4.98"),
        ("12.30", ("raise", "0", "95"), "11.95"),
        ("12.45", ("round", "0", "95"), "12.95"),
        ("0.30", ("round", "0", "95"), "0.95"),
        ("12.30", ("round", "0", "99"), "11.99"),
        ("12.50", ("round", "0", "00"), "13.00"),
        ("0.00", ("raise", "10", "95"), "0.00"),
        ("20.00", ("lower", "100"), "0.00"),
    ],
)
def test_prices_as_shops_write_them(before, asked, after) -> None:
    assert priced(before, *asked) == after


@pytest.mark.parametrize(
    ("before", "asked", "code"),
    [
        ("20.00", ("lower", "101"), "negative"),
        ("60000000.00", ("raise", "100"), "too_large"),
        ("0.30", ("round", "0", "00"), "rounded_to_nothing"),
        ("99999999.99", ("round", "0", "00"), "too_large"),
    ],
)
def test_a_price_that_cannot_be_is_refused(before, asked, code) -> None:
    with pytest.raises(PriceRefusedError) as refused:
        priced(before, *asked)
    assert refused.value.code == code


@given(price=PRICES, ending=st.sampled_from(["95", "99", "00"]))
def test_rounding_moves_a_price_by_at_most_a_half_and_ends_as_asked(price, ending) -> None:
    try:
        rounded = PriceChange(operation="round", ending=ending).of(price)
    except PriceRefusedError:
        return
    if price:
        assert str(rounded).endswith("." + ending)
        assert abs(rounded - price) <= Decimal("0.5") or price < 1
    assert PriceChange(operation="round", ending=ending).of(rounded) == rounded


def test_a_change_comes_back_from_the_database_as_it_was() -> None:
    change = PriceChange(operation="raise", value=Decimal("7.5"), ending="99")
    assert PriceChange.from_json(change.as_json()) == change
