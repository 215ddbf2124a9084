"""Products that are not in the shop, as their pages will be, for staff who may see them."""

from __future__ import annotations

from django.http import HttpRequest

from shop.staff import staff_of

NEVER_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}


def may_preview(request: HttpRequest) -> bool:
    """Whoever may see the product in the admin."""
    staff = staff_of(request)
    return staff is not None and (
        staff.has_perm("catalog.view_product") or staff.has_perm("catalog.change_product")
    )
