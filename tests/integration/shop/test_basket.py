"""The way into a checkout of the shop's own: a link, an event, or no button at all."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

from shop.conf import ShopConf

PAGE = "/p/product-1/"


def test_without_a_checkout_there_is_no_button(client: Client, make_product) -> None:
    make_product()
    assert "Add to basket" not in client.get(PAGE).content.decode()


def test_a_template_is_filled_in_and_ends_nothing(client: Client, make_product, settings) -> None:
    settings.VITRINE_BASKET_URL = "https://pay.example/add?sku={sku}&name={name}&n={quantity}"
    make_product(sku="A&B 1", name='Vase "<é>"', price="12.50")
    page = client.get(PAGE).content.decode()
    link = html.unescape(re.search(r'<a class="button" href="([^"]*)"', page)[1])
    assert link == "https://pay.example/add?sku=A%26B%201&name=Vase%20%22%3C%C3%A9%3E%22&n=1"
    told = json.loads(html.unescape(re.search(r'data-basket="([^"]*)"', page)[1]))
    assert (told["sku"], told["price"], told["currency"]) == ("A&B 1", "12.50", "EUR")
    assert told["url"] == "http://testserver/p/product-1/"


def test_a_script_alone_gets_a_button_that_scripts_show(
    client: Client, make_product, settings
) -> None:
    settings.VITRINE_BASKET_SCRIPT = "/checkout/basket.js"
    make_product()
    page = client.get(PAGE).content.decode()
    assert '<script src="/checkout/basket.js" defer>' in page
    assert re.search(r'<button type="button" class="button" data-basket="[^"]*" hidden>', page)


@pytest.mark.parametrize("values", [{"stock": 0}, {"price": 0}])
def test_what_cannot_be_bought_has_none(client: Client, make_product, settings, values) -> None:
    settings.VITRINE_BASKET_URL = "/add?sku={sku}"
    make_product(**values)
    assert "Add to basket" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("knob", "value", "said"),
    [
        ("BASKET_URL", "javascript:alert(1)", "must begin"),
        ("BASKET_URL", "https:///add", "must begin"),
        ("BASKET_URL", "/add?x={colour}", "knows no {colour}"),
        ("BASKET_URL", "/add?x={sku", "brace"),
        ("BASKET_SCRIPT", "//cdn.example/x.js", "own host"),
        ("BASKET_SCRIPT", "https://cdn.example/x.js", "own host"),
    ],
)
def test_settings_that_make_no_sense_are_refused(knob: str, value: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        getattr(ShopConf, knob).parse(value)
