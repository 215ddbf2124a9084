"""What a shop may turn about its pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from infra.conf import Knob

BASKET_PLACES = ("sku", "slug", "name", "price", "currency", "quantity", "url")
"""What the address of a checkout may name in braces."""


def _check_basket_url(template: str) -> None:
    if not template:
        return
    parts = urlsplit(template)
    if not (template.startswith("/") or (parts.scheme in ("http", "https") and parts.netloc)):
        raise ValueError("must begin with https://, http:// or /")
    if unknown := sorted(set(re.findall(r"\{([^}]*)\}", template)) - set(BASKET_PLACES)):
        raise ValueError(f"knows no {{{unknown[0]}}}, only {', '.join(BASKET_PLACES)}")
    if re.search(r"[{}]", re.sub(r"\{\w+\}", "", template)):
        raise ValueError("has a brace without its other one")


def _check_basket_script(address: str) -> None:
    if address and not re.match(r"/[^/\\]", address):
        raise ValueError("must be a path on the shop's own host, such as /checkout/basket.js")


def _check_languages(codes: str) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*(,[a-z]{2,3}(-[a-z0-9]{2,8})*)*", codes):
        raise ValueError("must be language codes such as de,pt-br")


class ShopConf:
    PAGE_SIZE = Knob(
        24, unit="products", help="Products on a page of a list.", at_least=1, at_most=96
    )
    NEWEST_ON_HOME = Knob(
        12, unit="products", help="New products on the front page.", at_least=0, at_most=48
    )
    FEW_LEFT = Knob(
        3, unit="pieces", help="A stock of so many or fewer is said to be low.", at_least=0
    )
    BASKET_URL = Knob(
        "",
        unit="address",
        help="Where “Add to basket” leads, in the shop's own checkout; {sku}, {slug}, {name}, "
        "{price}, {currency}, {quantity} and {url} are filled in. Without it and without "
        "`VITRINE_BASKET_SCRIPT` there is no such button.",
        check=_check_basket_url,
    )
    BASKET_SCRIPT = Knob(
        "",
        unit="path",
        help="A script of the checkout that listens for the event `vitrine:add-to-basket`; on the "
        "shop's own host, since pages load no others.",
        check=_check_basket_script,
    )
    LANGUAGES = Knob(
        "en,de,ar",
        unit="language codes",
        help="In which languages shoppers may read the pages, beside `VITRINE_LANGUAGE`; that one "
        "alone: no switch is shown.",
        check=_check_languages,
    )


conf = ShopConf()
