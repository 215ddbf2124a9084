"""Prices as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from shop.money import show_price


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "€0.00"),
        ("12.5", "€12.50"),
        ("1249.95", "€1,249.95"),
        ("99999999.99", "€99,999,999.99"),
    ],
)
def test_a_price_has_its_cents_and_thousands(amount, shown) -> None:
    assert show_price(Decimal(amount)) == shown


def test_a_price_is_written_as_its_reader_does_and_in_the_shops_currency(settings) -> None:
    with translation.override("de"):
        assert show_price(Decimal("1249.95")) == "1.249,95\N{NO-BREAK SPACE}€"
    settings.VITRINE_CURRENCY = "GBP"
    assert show_price(Decimal("1249.95")) == "£1,249.95"
