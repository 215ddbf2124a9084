"""A small picture of a product, beside its name."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.product_cards import ProductCard

register = template.Library()


@register.simple_tag
def card_thumbnail(card: ProductCard) -> SafeString:
    """Its cover; an empty frame where it has none. The name beside it says what it shows."""
    if card.cover is None:
        return SafeString('<span class="thumbnail none" aria-hidden="true"></span>')
    return format_html(
        '<img src="{}" alt="" class="thumbnail" loading="lazy" draggable="false">',
        card.cover.url_at(160),
    )
