"""What the engine suggests for a look: products of other kinds in the same style, to be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max
from django.http import HttpRequest
from django.template.loader import render_to_string

from backoffice.sent_ids import sent_id
from catalog.models import Product
from recommendations.looks.reading import MAX_PRODUCTS
from recommendations.looks.suggesting import suggest
from recommendations.models import Look, LookItem

FIELD = "suggested"
TEMPLATE = "admin/recommendations/look/suggestions.html"


def suggestions_for(product_ids: Sequence[int]) -> str:
    """HTML: a list of boxes to tick, or why there is none."""
    products = list(
        Product.objects.filter(pk__in=product_ids[:MAX_PRODUCTS]).only("pk", "category", "price")
    )
    found = [each.product for each in suggest(products)]
    return render_to_string(TEMPLATE, {"cards": found, "has_products": bool(products)})


def ids_sent(values: Sequence[str]) -> list[int]:
    """The ids among what was sent, once each."""
    return [pk for pk in dict.fromkeys(map(sent_id, values)) if pk]


def add_ticked(request: HttpRequest, look: Look) -> list[Product]:
    """Put the ticked suggestions behind what the look holds; as many as there is room for."""
    there = set(look.items.values_list("product_id", flat=True))
    wanted = [pk for pk in ids_sent(request.POST.getlist(FIELD)) if pk not in there]
    found = Product.objects.in_bulk(wanted)
    added = [found[pk] for pk in wanted if pk in found][: max(0, MAX_PRODUCTS - len(there))]
    last = look.items.aggregate(last=Max("position"))["last"] or 0
    LookItem.objects.bulk_create(
        LookItem(look=look, product=product, position=place)
        for place, product in enumerate(added, start=last + 1)
    )
    return added


def number_places(look: Look) -> None:
    """Give the products the places 1, 2, 3 in their order, whatever was typed."""
    items = list(look.items.order_by("position", "pk"))
    for place, item in enumerate(items, start=1):
        item.position = place
    LookItem.objects.bulk_update(items, ["position"])
