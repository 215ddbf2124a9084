"""What the admin says goes with products before they are deleted."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog.models import Product, ProductImage

Deleted = tuple[list[str], dict[str, int], set[str], list[str]]
"""Names, how many of each kind, rights that are missing, rows that keep something from going."""


def what_goes(products: Iterable[Product], request: HttpRequest) -> Deleted:
    """Products and how many pictures go with them, as `get_deleted_objects` returns it.

    Django would list every row down to the vectors, load them all, and ask for the right to delete
    rows that only machines make.
    """
    pictures = ProductImage.objects.filter(product__in=products).count()
    may_delete = not pictures or request.user.has_perm("catalog.delete_productimage")
    names = [str(product) for product in products]
    counts = {_("products"): len(names), _("pictures"): pictures}
    return names, counts, set() if may_delete else {_("picture")}, []
