"""Small pictures, wherever the admin names a product or one of its pictures."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalog.models import Product, ProductImage


def thumbnail(image: ProductImage | None) -> str:
    """A small picture; nothing where there is none."""
    if image is None or not image.image:
        return ""
    return format_html(
        '<img src="{}" alt="{}" class="thumbnail" loading="lazy">', image.url_at(160), image.alt
    )


def linked_thumbnail(image: ProductImage | None) -> str:
    """A small picture that leads to the whole of it."""
    if image is None or not image.image:
        return ""
    return format_html('<a href="{}">{}</a>', image.image.url, thumbnail(image))


@admin.display(description="")
def cover(product: Product) -> str:
    """The column of a list of products that shows what each looks like."""
    return thumbnail(product.cover) or _("no picture")
