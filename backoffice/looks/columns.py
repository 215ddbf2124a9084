"""What the list of looks shows of each: what it holds, and whether shoppers see it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.pictures.thumbnails import thumbnail
from catalog.models import Product
from recommendations.models import Look, LookItem

_SHOWN = 6


def with_products(looks: QuerySet[Any]) -> QuerySet[Any]:
    """With what the columns need, in as many statements for one look as for fifty."""
    can_be_bought = Q(items__product__is_published=True, items__product__stock__gt=0)
    counted: QuerySet[Any] = looks.annotate(to_be_seen=Count("items", filter=can_be_bought))
    return counted.prefetch_related(Prefetch("items__product", Product.objects.with_pictures()))


@admin.display(description=gettext_lazy("products"))
def products_shown(look: Any) -> str:
    """The first few as pictures, and how many there are."""
    items: list[LookItem] = list(look.items.all())
    if not items:
        return _("none yet")
    first = ((each.product, thumbnail(each.product.cover)) for each in items[:_SHOWN])
    pictures = format_html_join(" ", '<span title="{}">{}</span>', first)
    return format_html('<span class="look-pictures">{} {}</span>', pictures, len(items))


@admin.display(description=gettext_lazy("state"))
def state_shown(look: Any) -> str:
    """Whether it holds now; and whether enough of it is left to be shown."""
    state = badge(look.state, look.state.label)
    if look.state == Look.State.VALID and look.to_be_seen < 2:
        words = (
            _("Nothing to show: fewer than two of its products can be bought.")
            if look.items.all()
            else _("Empty: shoppers see nothing of it.")
        )
        return format_html('{} <span class="reason">{}</span>', state, words)
    return state
