"""The way into the shop's own checkout: an address made of a template, or an event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from catalog.conf import conf as catalog_conf
from catalog.models import Product
from shop.conf import BASKET_PLACES, conf


@dataclass(frozen=True, kw_only=True)
class BasketButton:
    """What the button knows of the product."""

    address: str
    """Where it leads; empty where only a script of the shop's listens."""
    script: str
    """The address of that script; empty without one."""
    product: dict[str, Any]
    """What is told to it: by the names that a template has for its places."""


def basket_button(product: Product, *, url: str) -> BasketButton | None:
    """The button of a product that can be bought; None without a checkout, stock or price."""
    if not (conf.BASKET_URL or conf.BASKET_SCRIPT) or not product.stock or not product.price:
        return None
    told = {
        "sku": product.sku,
        "slug": product.slug,
        "name": product.name,
        "price": str(product.price),
        "currency": catalog_conf.CURRENCY,
        "quantity": 1,
        "url": url,
    }
    return BasketButton(
        address=_fill_in(conf.BASKET_URL, told), script=conf.BASKET_SCRIPT, product=told
    )


def _fill_in(template: str, told: dict[str, Any]) -> str:
    """Each place with its value, written so that it ends nothing in an address."""
    return re.sub(
        "|".join(rf"\{{{name}\}}" for name in BASKET_PLACES),
        lambda place: quote(str(told[place[0][1:-1]]), safe=""),
        template,
    )
