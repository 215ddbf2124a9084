"""Google Merchant feeds as XML, product by product.

By the product data specification: https://support.google.com/merchants/answer/7052112
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import escape

from catalog.imports.formats.google import ATTRIBUTES
from catalog.imports.rows import MISSING, Cleared, Missing, ProductRow

NAMESPACE = "http://base.google.com/ns/1.0"
MAX_MORE_PICTURES = 10
# XML 1.0 has no way to write these.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def google_feed(
    rows: Iterable[ProductRow],
    *,
    title: str,
    link: str,
    currency: str,
    link_of: Callable[[ProductRow], str],
) -> Iterator[str]:
    """The feed in pieces. Products that are not published or have no picture are left out.

    link, link_of: absolute addresses of the shop and of a product's page. Pictures have to be
    absolute addresses, too.
    """
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{NAMESPACE}">'
        f"<channel><title>{_xml(title)}</title><link>{_xml(link)}</link>"
        "<description></description>\n"
    )
    for row in rows:
        if row.is_published is not False and row.pictures and row.pictures is not MISSING:
            elements = _elements(row, currency=currency, link=link_of(row))
            inner = "".join(f"<g:{name}>{_xml(text)}</g:{name}>" for name, text in elements if text)
            yield f"<item>{inner}</item>\n"
    yield "</channel></rss>\n"


def _elements(row: ProductRow, *, currency: str, link: str) -> Iterator[tuple[str, str]]:
    yield "id", row.sku
    yield "title", _text(row.name)
    yield "description", _text(row.description)
    yield "link", link
    sources = [] if row.pictures is MISSING else [each.source for each in row.pictures]
    for number, source in enumerate(sources[: MAX_MORE_PICTURES + 1]):
        yield "additional_image_link" if number else "image_link", source
    if row.price is not MISSING:
        yield "price", f"{row.price} {currency}"
    is_there = row.in_stock if row.stock is MISSING else row.stock > 0
    if is_there is not MISSING:
        yield "availability", "in_stock" if is_there else "out_of_stock"
    yield "brand", _text(row.brand)
    if row.category is not MISSING:
        yield "product_type", " > ".join(row.category)
    yield "item_group_id", _text(row.family)
    yield "condition", "new"
    for google, ours in ATTRIBUTES.items():
        value = row.attributes.get(ours)
        if value is not None and not isinstance(value, Cleared | list | dict | bool):
            yield google, str(value)


def _text(value: str | Missing) -> str:
    return "" if value is MISSING else value


def _xml(text: str) -> str:
    # A carriage return would come back as a line feed.
    return escape(_FORBIDDEN.sub("", text), {"\r": "&#13;"})
