"""A product as lists show it."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from catalog.product_cards import CardPicture, CardVariant, ProductCard
from shop.addresses.pages import product_address
from shop.markup.picture import picture_markup
from shop.markup.texts import escape, markup, typed_attributes
from shop.money import show_price

_SIZES = "(min-width: 75rem) 17rem, (min-width: 48rem) 30vw, 46vw"


def card_markup(
    product: ProductCard, *, image: CardPicture | None, match: int | None = None, below: str = ""
) -> SafeString:
    """One card of a list, `ul.cards`.

    image: of the product, the one to be shown. match: how alike it is, 0 to 100, to be told.
    below: markup that stands in the card after everything else.
    """
    name = escape(product.name)
    shown = picture_markup(image, _SIZES, alt="") if image else no_picture(product.name)
    brand = f"<span {typed_attributes()}>{escape(product.brand)}</span>" if product.brand else ""
    price = f'<span class="price">{show_price(product.price)}</span>' if product.price else ""
    return markup(
        f'<li class="card"><div class="card-picture">{shown}{_badges(product, match)}</div>'
        f'<h3 class="card-name" {typed_attributes(product)}>'
        f'<a href="{escape(product_address(product.slug))}">{name}</a></h3>'
        f'<p class="card-line">{brand}{price}</p>'
        f"{_variants(product) if product.variants else ''}{below}</li>"
    )


def no_picture(name: str) -> str:
    """What stands in the place of a picture: the first letter of a name."""
    return f'<span class="no-picture" aria-hidden="true">{escape(name[:1])}</span>'


def _badges(product: ProductCard, match: int | None) -> str:
    badges = ""
    if not product.stock:
        sold_out = gettext("Sold out")
        badges = f'<span class="badge">{sold_out}</span>'
    if match is not None:
        label = gettext("Match")
        told = f'<span class="visually-hidden">{label} </span>{match}%'
        badges += f'<span class="badge match">{told}</span>'
    return badges


def _variants(product: ProductCard) -> str:
    total = product.variants_total
    label = ngettext("%(n)s variant", "%(n)s variants", total) % {"n": total}
    more = product.more_variants
    rest = f'<li class="more" aria-hidden="true">+{more}</li>' if more > 0 else ""
    shown = "".join(map(_variant, product.variants))
    return f'<ul class="card-variants" aria-label="{label}">{shown}{rest}</ul>'


def _variant(variant: CardVariant) -> str:
    name = escape(variant.name)
    if variant.cover:
        shown = str(picture_markup(variant.cover, "2rem", width=160, alt=variant.name))
    else:
        shown = f'<span class="no-picture">{escape(variant.name[:1])}</span>'
    of_class = ""
    if not variant.in_stock:
        of_class, sold_out = ' class="sold-out"', gettext("sold out")
        language = f'lang="{get_language()}"'  # the name before it may be in another
        shown += f'<span class="visually-hidden" {language}>, {sold_out}</span>'
    return (
        f'<li><a href="{escape(product_address(variant.slug))}" {typed_attributes(variant)}'
        f' title="{name}"{of_class}>{shown}</a></li>'
    )
