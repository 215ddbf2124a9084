"""How pages show prices and pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from catalog.descriptions.plain_text import one_line
from catalog.descriptions.safe_html import safe_html
from catalog.product_cards import ProductCard
from embeddings.photos.store import photo_lifetime
from recommendations.candidate import Candidate
from shop.addresses.pages import category_address, product_address
from shop.markup.card import CardMarkup
from shop.markup.card_choices import RefiningLinks, remove_button
from shop.markup.options import options_markup
from shop.markup.picture import Picture, picture_markup
from shop.markup.texts import markup, typed_attributes
from shop.money import show_price
from web.public_address import public_url

register = template.Library()

register.simple_tag(picture_markup, name="picture")
register.simple_tag(options_markup, name="options")
register.simple_tag(typed_attributes, name="typed")
register.filter("product_address", product_address)
register.filter("category_address", category_address)
register.filter("price", show_price)
register.filter("safe_html", safe_html)
register.filter("one_line", one_line)


@register.simple_tag
def photo_minutes() -> int:
    """How long a shopper's photo is kept."""
    return int(photo_lifetime().total_seconds() // 60)


@register.simple_tag
def cards(products: Iterable[ProductCard | Candidate]) -> SafeString:
    """Products in a list, or what was found of them, each with its cover."""
    drawn = CardMarkup()
    shown = [each.product if isinstance(each, Candidate) else each for each in products]
    return markup("".join(drawn.draw(each, image=each.cover) for each in shown))


@register.simple_tag
def matched_cards(found: Iterable[Candidate]) -> SafeString:
    """What a photo found: the picture that is like it, and how alike."""
    drawn = CardMarkup()
    return markup(
        "".join(
            drawn.draw(each.product, image=each.matched_image, match=each.calibrated_score)
            for each in found
        )
    )


@register.simple_tag
def saved_cards(items: Iterable[tuple[ProductCard, str]]) -> SafeString:
    """Saved products, each with the slug under which it was saved, by which it can be removed."""
    drawn = CardMarkup()
    return markup(
        "".join(
            drawn.draw(each, image=each.cover, below=remove_button(slug=slug, name=each.name))
            for each, slug in items
        )
    )


@register.simple_tag(takes_context=True)
def look_alike_cards(context: dict[str, Any], found: Iterable[Candidate]) -> SafeString:
    """Cards on the page of the product that they look like, with the links that refine."""
    drawn, request = CardMarkup(), context["request"]
    links = RefiningLinks(
        of=context["product"].slug, path=request.path, refining=context["refining"]
    )
    return markup(
        "".join(
            drawn.draw(each, image=each.cover, below=links.draw(slug=each.slug, name=each.name))
            for each in (candidate.product for candidate in found)
        )
    )


@register.simple_tag(takes_context=True)
def absolute_picture_url(context: dict[str, Any], image: Picture, width: int) -> str:
    """Where other sites find a picture."""
    return public_url(context["request"], image.url_at(width))
