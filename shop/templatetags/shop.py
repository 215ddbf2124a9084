"""How pages show prices and pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalog.descriptions.plain_text import one_line
from catalog.descriptions.safe_html import safe_html
from catalog.images.storage import RENDITION_WIDTHS
from catalog.models import ProductImage
from catalog.product_cards import CardPicture
from catalog.translations.reading import own_language_on_page
from embeddings.photos.store import photo_lifetime
from shop.money import show_price
from web.public_address import public_url

Picture = ProductImage | CardPicture

register = template.Library()

register.filter("price", show_price)
register.filter("safe_html", safe_html)
register.filter("one_line", one_line)


@register.simple_tag
def photo_minutes() -> int:
    """How long a shopper's photo is kept."""
    return int(photo_lifetime().total_seconds() // 60)


@register.inclusion_tag("shop/picture.html")
def picture(
    image: Picture,
    sizes: str,
    *,
    width: int = 480,
    eager: bool = False,
    alt: str | None = None,
) -> dict[str, Any]:
    """A picture in every width that browsers may want, and its place kept free until it is there.

    `sizes`: how wide it is shown, as in HTML; `width`: for browsers that know no sizes; `alt`: what
    to say in place of it, when not its own description.
    """
    # A rendition is never wider than the picture itself.
    widths = {min(each, image.width): each for each in reversed(RENDITION_WIDTHS)}
    has_avif = image.placeholder.startswith("#")
    return {
        "src": image.url_at(width),
        "srcset": _srcset(widths, image.url_at),
        "avif": _srcset(widths, image.avif_at) if has_avif else "",
        "placeholder": image.placeholder if has_avif else "",
        "sizes": sizes,
        "width": image.width,
        "height": image.height,
        "alt": image.description if alt is None else alt,
        "eager": eager,
    }


def _srcset(widths: dict[int, int], address: Callable[[int], str]) -> str:
    return ", ".join(f"{address(widths[each])} {each}w" for each in sorted(widths))


@register.simple_tag
def typed(thing: object = None) -> SafeString:
    """Attributes for what staff typed: its own direction, and its language where it is another.

    thing: whose name it is; without, a text that no language has but the shop's own.
    """
    language = own_language_on_page() if thing is None else getattr(thing, "texts_language", "")
    return format_html('dir="auto" lang="{}"', language) if language else mark_safe('dir="auto"')


@register.simple_tag(takes_context=True)
def absolute_picture_url(context: dict[str, Any], image: Picture, width: int) -> str:
    """Where other sites find a picture."""
    return public_url(context["request"], image.url_at(width))
