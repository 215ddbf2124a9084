"""A picture in every width that browsers may want, and its place kept free until it is there."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString

from catalog.images.storage import RENDITION_WIDTHS
from catalog.models import ProductImage
from catalog.product_cards import CardPicture
from shop.markup.texts import escape, markup

Picture = ProductImage | CardPicture


def picture_markup(
    image: Picture,
    sizes: str,
    *,
    width: int = 480,
    eager: bool = False,
    alt: str | None = None,
) -> SafeString:
    """An `img`, in a `picture` where there is AVIF as well.

    `sizes`: how wide it is shown, as in HTML; `width`: for browsers that know no sizes; `alt`: what
    to say in place of it, when not its own description.
    """
    # A rendition is never wider than the picture itself.
    widths = {min(each, image.width): each for each in reversed(RENDITION_WIDTHS)}
    has_avif = image.placeholder.startswith("#")
    colour = f' data-placeholder="{escape(image.placeholder)}"' if has_avif else ""
    shown = (
        f'<img src="{escape(image.url_at(width))}" srcset="{_srcset(widths, image.url_at)}"'
        f' sizes="{escape(sizes)}" width="{image.width}" height="{image.height}"'
        f' alt="{escape(image.description if alt is None else alt)}"{colour}'
        f' {"fetchpriority" if eager else "loading"}="{"high" if eager else "lazy"}"'
        ' decoding="async">'
    )
    if has_avif:
        avif = f'srcset="{_srcset(widths, image.avif_at)}" sizes="{escape(sizes)}"'
        shown = f'<picture><source type="image/avif" {avif}>{shown}</picture>'
    return markup(shown)


def _srcset(widths: dict[int, int], address: Callable[[int], str]) -> str:
    return escape(", ".join(f"{address(widths[each])} {each}w" for each in sorted(widths)))
