"""What somebody may be about to search for, as the search field's script asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalog.product_cards import ProductCard
from catalog.search.suggestions import suggest
from shop.money import show_price

_THUMBNAIL = 160
_KEPT_SECONDS = 60


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Words, categories and products, each with where it leads; `q` is what was typed so far."""
    found = suggest(request.GET.get("q", ""))
    answer = JsonResponse(
        {
            "words": found.words,
            "categories": [
                {"name": each.name, "url": reverse("shop:category", args=[each.slug])}
                for each in found.categories
            ],
            "products": [_product(card) for card in found.products],
        }
    )
    patch_cache_control(answer, public=True, max_age=_KEPT_SECONDS)
    return answer


def _product(card: ProductCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "url": reverse("shop:product", args=[card.slug]),
        "price": show_price(card.price) if card.price else "",
        "picture": card.cover.url_at(_THUMBNAIL) if card.cover else "",
    }
