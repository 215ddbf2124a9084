"""Which form a request is about: a product's own, or one of the user's new products."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from catalog.images.held.draft import Draft
from catalog.models import Product

FIELD = "held_form"
"""Of the form: names a new product's form, so that it finds its pictures when it comes back."""
PARAMETER = "held"
"""The same in the page's address, where the script puts it, so that a reload finds them."""
_KEPT = "vitrine.picture_draft"


def draft_of(request: HttpRequest, product: Product | None) -> Draft:
    """The form that the request shows or sends; the same one however often it is asked for."""
    user = cast(int, request.user.pk)
    if product is not None and product.pk is not None:
        return Draft.of_product(user, product.pk)
    meta: dict[str, Any] = request.META
    if _KEPT not in meta:
        token = request.POST.get(FIELD) or request.GET.get(PARAMETER, "")
        meta[_KEPT] = Draft.of_new_product(user, token)
    draft: Draft = meta[_KEPT]
    return draft
