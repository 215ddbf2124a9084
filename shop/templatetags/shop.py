"""How pages show prices and pictures."""

from __future__ import annotations

from typing import Any, Literal

from django import template
from django.utils.safestring import SafeString

from catalog.descriptions.plain_text import one_line
from catalog.descriptions.safe_html import safe_html
from catalog.product_cards import CardPicture, ProductCard
from embeddings.photos.store import photo_lifetime
from shop.addresses.pages import category_address, product_address
from shop.markup.card import card_markup
from shop.markup.card_choices import refining_markup, remove_markup
from shop.markup.options import options_markup
from shop.markup.picture import Picture, picture_markup
from shop.markup.texts import typed_attributes
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
def card(
    product: ProductCard,
    *,
    image: CardPicture | Literal["cover"] | None = "cover",
    match: int | None = None,
    remove: str = "",
) -> SafeString:
    """A product in a list, with its cover unless another picture of it is to be shown.

    match: how alike it is, 0 to 100. remove: a saved item, by the slug that it was saved under.
    """
    return card_markup(
        product,
        image=product.cover if image == "cover" else image,
        match=match,
        below=remove_markup(slug=remove, name=product.name) if remove else "",
    )


@register.simple_tag(takes_context=True)
def look_alike(context: dict[str, Any], product: ProductCard) -> SafeString:
    """A card on the page of the product that it looks like, with the links that refine."""
    choices = refining_markup(
        slug=product.slug,
        name=product.name,
        of=context["product"].slug,
        path=context["request"].path,
        refining=context["refining"],
    )
    return card_markup(product, image=product.cover, below=choices)


@register.simple_tag(takes_context=True)
def absolute_picture_url(context: dict[str, Any], image: Picture, width: int) -> str:
    """Where other sites find a picture."""
    return public_url(context["request"], image.url_at(width))
