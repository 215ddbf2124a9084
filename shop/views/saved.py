"""Saved items: their list is kept in the visitor's browser, and the page shows what it names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.addresses.named import named_products
from catalog.product_cards import read_cards
from recommendations.more_like import more_like
from shop.addresses.drafts import NEVER_KEPT
from shop.pages import render_page

MAX_ITEMS = 48
MAX_EXAMPLES = 20
"""Of the items, the newest: what is alike is asked with the mean of these."""


@require_safe
def saved(request: HttpRequest, *, with_alike: bool = True) -> HttpResponse:
    """The products named in `?items=a,b`, and what looks like them; unknown ones are left out."""
    slugs = dict.fromkeys(request.GET.get("items", "").replace("\0", "").split(",")[:MAX_ITEMS])
    named = named_products([slug for slug in slugs if slug])
    products = list(dict.fromkeys(named[slug] for slug in slugs if slug in named))
    asked_as = {product.pk: slug for slug, product in reversed(named.items())}
    cards = read_cards([product.pk for product in products])
    alike = more_like(products[:MAX_EXAMPLES], []) if products and with_alike else None
    return render_page(
        request,
        "shop/saved.html",
        items=[(card, asked_as[card.pk]) for card in cards],
        gone=len([slug for slug in slugs if slug]) - len(named),
        alike=alike if alike and not alike.fallback else None,
        headers=NEVER_KEPT,
    )
