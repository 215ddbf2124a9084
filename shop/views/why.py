"""Why a product stands beside another: the two pictures that met, side by side, and words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.addresses.named import named_products
from catalog.product_cards import read_cards
from recommendations.inspection.why import likeness
from shop.pages import render_page
from shop.site.revalidated import revalidated


@require_safe
@revalidated
def why(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Raises Http404 unless both are published and two."""
    named = named_products({slug, other})
    if len({product.pk for product in named.values()}) < 2:
        raise Http404
    product, beside = read_cards([named[slug].pk, named[other].pk])
    return render_page(
        request,
        "shop/why.html",
        product=product,
        other=beside,
        likeness=likeness(named[slug], named[other]),
    )
