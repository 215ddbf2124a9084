"""A product as lists show it."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, ngettext

from catalog.product_cards import CardPicture, CardVariant, ProductCard
from shop.addresses.pages import product_addresses
from shop.markup.picture import picture_markup
from shop.markup.texts import escape, typed_attributes
from shop.money import price_format

_SIZES = "(min-width: 75rem) 17rem, (min-width: 48rem) 30vw, 46vw"


class CardMarkup:
    """The cards of one list, `ul.cards`: what all of them have in common is looked up once.

    Words, the language and the beginning of addresses take half the time of a card otherwise.
    """

    def __init__(self) -> None:
        self._typed = typed_attributes()
        self._before_slug = product_addresses()
        self._price = price_format()
        self._sold_out, self._match = gettext("Sold out"), gettext("Match")

    def draw(
        self,
        product: ProductCard,
        *,
        image: CardPicture | None,
        match: int | None = None,
        below: str = "",
    ) -> str:
        """One of them.

        image: of the product, the one to be shown. match: how alike it is, 0 to 100, to be told.
        below: markup that stands in the card after everything else.
        """
        name = escape(product.name)
        shown = picture_markup(image, _SIZES, alt="") if image else no_picture(product.name)
        brand = f"<span {self._typed}>{escape(product.brand)}</span>" if product.brand else ""
        price = f'<span class="price">{self._price(product.price)}</span>' if product.price else ""
        badges = self._badges(product, match)
        return (
            f'<li class="card"><div class="card-picture">{shown}{badges}</div>'
            f'<h3 class="card-name" {typed_attributes(product)}>'
            f'<a href="{escape(self._before_slug + product.slug)}/">{name}</a></h3>'
            f'<p class="card-line">{brand}{price}</p>'
            f"{self._variants(product) if product.variants else ''}{below}</li>"
        )

    def _badges(self, product: ProductCard, match: int | None) -> str:
        badges = "" if product.stock else f'<span class="badge">{self._sold_out}</span>'
        if match is not None:
            told = f'<span class="visually-hidden">{self._match} </span>{match}%'
            badges += f'<span class="badge match">{told}</span>'
        return badges

    def _variants(self, product: ProductCard) -> str:
        total = product.variants_total
        label = ngettext("%(n)s variant", "%(n)s variants", total) % {"n": total}
        more = product.more_variants
        rest = f'<li class="more" aria-hidden="true">+{more}</li>' if more > 0 else ""
        shown = "".join(map(self._variant, product.variants))
        return f'<ul class="card-variants" aria-label="{label}">{shown}{rest}</ul>'

    def _variant(self, variant: CardVariant) -> str:
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
            f'<li><a href="{escape(self._before_slug + variant.slug)}/" {typed_attributes(variant)}'
            f' title="{name}"{of_class}>{shown}</a></li>'
        )


def no_picture(name: str) -> str:
    """What stands in the place of a picture: the first letter of a name."""
    return f'<span class="no-picture" aria-hidden="true">{escape(name[:1])}</span>'
