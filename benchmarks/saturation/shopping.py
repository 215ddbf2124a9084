"""What shoppers ask, in their shares: lists, products, look-alikes, words, photos."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote_plus, urlsplit

from benchmarks.load import Request, photo_posts
from benchmarks.saturation.client import Shop, ShopRefusedError
from monitoring.conf import MonitoringConf

PAGE_SECONDS = 1.0
"""Of pages that the shop has promised nothing of."""
_SIMILAR_SECONDS = MonitoringConf.SLO_SIMILAR_MS.default / 1000
_PHOTO_SECONDS = MonitoringConf.SLO_PHOTO_MS.default / 1000
_PRODUCTS = "/api/v1/products/?facets=false&page_size=100"
_PHOTOS = 12


class Kind(NamedTuple):
    """Of a request: its share of all, and within how many seconds it is good."""

    share: int
    seconds: float


KINDS = {
    "home": Kind(8, PAGE_SECONDS),
    "category": Kind(24, PAGE_SECONDS),
    "product page": Kind(36, _SIMILAR_SECONDS),
    "similar API": Kind(16, _SIMILAR_SECONDS),
    "search": Kind(13, PAGE_SECONDS),
    "photo search": Kind(3, _PHOTO_SECONDS),
}


@dataclass(frozen=True)
class Shopping:
    """Requests of each kind that this shop can answer; kinds without any are left out."""

    requests: Mapping[str, list[Request]]

    def draw(self, dice: random.Random) -> tuple[str, Request]:
        kinds = list(self.requests)
        (kind,) = dice.choices(kinds, [KINDS[each].share for each in kinds])
        return kind, dice.choice(self.requests[kind])


def read_shopping(shop: Shop) -> Shopping:
    """What there is to ask for, by the shop's own API; raises ShopRefusedError for an empty one."""
    products = shop.read_json(_PRODUCTS)["results"]
    if not products:
        raise ShopRefusedError(f"{shop.url} has no products: there is nothing to ask for.")
    slugs = [each["slug"] for each in products]
    words = sorted({word for each in products for word in each["name"].split() if len(word) > 3})
    categories = sorted({each["category"]["slug"] for each in products})
    paths = {
        "home": ["/"],
        "category": [f"/c/{slug}/" for slug in categories],
        "product page": [f"/p/{slug}/" for slug in slugs],
        "similar API": [f"/api/v1/products/{slug}/similar/" for slug in slugs],
        "search": [f"/search/?q={quote_plus(word)}" for word in words],
    }
    requests: dict[str, list[Request]] = {
        kind: [("GET", path, None, {}) for path in listed] for kind, listed in paths.items()
    }
    pictures = [each["image"]["url"] for each in products if each["image"]]
    requests["photo search"] = photo_posts(_read_photos(shop, pictures))
    return Shopping({kind: listed for kind, listed in requests.items() if listed})


def _read_photos(shop: Shop, addresses: list[str]) -> list[bytes]:
    """Some of the shop's pictures, to be searched with; those on other servers are not fetched."""
    own = [each for each in addresses if urlsplit(each).hostname in (shop.host, None)]
    replies = (
        shop.ask(shop.connect(), ("GET", urlsplit(each).path, None, {}))
        for each in own[:: max(1, len(own) // _PHOTOS)][:_PHOTOS]
    )
    return [reply.body for reply in replies if reply.status == 200]
