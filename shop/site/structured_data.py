"""What pages tell search engines, as schema.org vocabulary in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString, mark_safe

from catalog.conf import conf
from catalog.descriptions.plain_text import plain_text
from catalog.models import Category, Product
from catalog.product_cards import CardPicture, ProductCard
from shop.addresses.pages import product_address

# The only characters with which text could leave the script element that holds it.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def product_data(
    product: Product,
    *,
    pictures: Iterable[CardPicture] = (),
    absolute: Callable[[str], str],
    url: str,
    similar: Iterable[ProductCard] = (),
) -> SafeString:
    """A product with its offer and what looks like it; safe to stand inside a script element."""
    availability = "InStock" if product.stock else "OutOfStock"
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "sku": product.sku,
        "url": url,
        "image": [absolute(image.url_at(960)) for image in pictures],
    }
    if product.price:
        data["offers"] = {
            "@type": "Offer",
            "url": url,
            "price": str(product.price),
            "priceCurrency": conf.CURRENCY,
            "availability": f"https://schema.org/{availability}",
        }
    if product.description:
        data["description"] = plain_text(product.description)
    if product.brand:
        data["brand"] = {"@type": "Brand", "name": product.brand}
    if alike := [_named(card, absolute=absolute) for card in similar]:
        data["isSimilarTo"] = alike
    return _script_safe(data)


def list_data(cards: Iterable[ProductCard], *, absolute: Callable[[str], str]) -> SafeString:
    """The products of a list in its order."""
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "name": card.name,
            "url": absolute(product_address(card.slug)),
        }
        for number, card in enumerate(cards, start=1)
    ]
    return _script_safe(
        {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
    )


def _named(card: ProductCard, *, absolute: Callable[[str], str]) -> dict[str, object]:
    data: dict[str, object] = {
        "@type": "Product",
        "name": card.name,
        "url": absolute(product_address(card.slug)),
    }
    if card.cover:
        data["image"] = absolute(card.cover.url_at(960))
    return data


def breadcrumb_data(path: list[tuple[Category, str]]) -> SafeString:
    """The way from the department to a category, each with its absolute address."""
    items = [
        {"@type": "ListItem", "position": number, "name": category.name, "item": url}
        for number, (category, url) in enumerate(path, start=1)
    ]
    return _script_safe(
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    )


def _script_safe(data: dict[str, object]) -> SafeString:
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped
