"""Publishing from the list leaves out products with blank pictures, and says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import ngettext

from catalog.images.blank_pictures import with_blank_pictures
from catalog.models import Product

_NAMED = 5


def blank_among(products: Collection[int]) -> int:
    """How many of the products would come into the shop with a blank picture."""
    hidden = Product.objects.filter(pk__in=products, is_published=False)
    return with_blank_pictures(hidden).order_by().count()


def leave_blank_ones(
    model_admin: Any, request: HttpRequest, products: QuerySet[Product]
) -> QuerySet[Product]:
    """The products without those that would come into the shop with a blank picture."""
    blank = with_blank_pictures(products.filter(is_published=False))
    names = list(blank.order_by("name", "pk").values_list("name", flat=True)[:_NAMED])
    if not names:
        return products
    count = blank.order_by().count()
    told = ngettext(
        "%(count)d product has a blank picture and was not published: %(names)s. Take the picture "
        "out, or publish it with the action for blank pictures.",
        "%(count)d products have a blank picture and were not published: %(names)s. Take the "
        "pictures out, or publish them with the action for blank pictures.",
        count,
    )
    names += ["…"] if count > len(names) else []
    model_admin.message_user(
        request, told % {"count": count, "names": ", ".join(names)}, messages.WARNING
    )
    return products.exclude(pk__in=blank.order_by().values("pk"))
