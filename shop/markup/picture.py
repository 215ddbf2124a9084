"""A picture in every width that browsers may want, and its place kept free until it is there."""

from __future__ import annotations

from functools import lru_cache

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
    offered = _offered(image.width)
    jpeg = {asked: image.url_at(asked) for asked, _ in offered}
    src = jpeg[width] if width in jpeg else image.url_at(width)
    srcset = ", ".join(f"{jpeg[asked]} {real}w" for asked, real in offered)
    has_avif = image.placeholder.startswith("#")
    colour = f' data-placeholder="{escape(image.placeholder)}"' if has_avif else ""
    shown = (
        f'<img src="{escape(src)}" srcset="{escape(srcset)}" sizes="{escape(sizes)}"'
        f' width="{image.width}" height="{image.height}"'
        f' alt="{escape(image.description if alt is None else alt)}"{colour}'
        f' {"fetchpriority" if eager else "loading"}="{"high" if eager else "lazy"}"'
        ' decoding="async">'
    )
    if has_avif:
        avif = ", ".join(f"{image.avif_at(asked)} {real}w" for asked, real in offered)
        source = f'srcset="{escape(avif)}" sizes="{escape(sizes)}"'
        shown = f'<picture><source type="image/avif" {source}>{shown}</picture>'
    return markup(shown)


@lru_cache(maxsize=1_024)
def _offered(width: int) -> tuple[tuple[int, int], ...]:
    """The renditions of a picture `width` px wide: asked for, and how wide each really is."""
    # A rendition is never wider than the picture itself.
    real = {min(each, width): each for each in reversed(RENDITION_WIDTHS)}
    return tuple((real[each], each) for each in sorted(real))
