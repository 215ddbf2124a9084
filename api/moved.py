"""A product by the slug in an address, wherever that leads today."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from rest_framework.request import Request

from api.errors import MovedError
from catalog.addresses.moved import moved_product
from catalog.models import Product
from catalog.querysets import ProductQuerySet
from web.public_address import answered_url


def product_or_moved(
    request: Request, products: ProductQuerySet, slug: str, *, name: str
) -> Product:
    """The product; raises MovedError where it has another slug now, and Http404.

    name: of the address among those of the API.
    """
    product = products.filter(slug=slug).first()
    if product is not None:
        return product
    now = moved_product(slug)
    if now is None:
        raise Http404
    address = reverse(f"api:{name}", args=[now])
    if query := request.META.get("QUERY_STRING"):
        address += f"?{query}"
    raise MovedError(answered_url(request, address))
