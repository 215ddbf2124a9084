"""Products that are not in the shop, as their pages will be, for staff who may see them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

NEVER_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}


def may_preview(request: HttpRequest) -> bool:
    """Whoever may see the product in the admin."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False  # shoppers have no session, and none is looked for
    user = request.user
    return (
        user.is_active
        and user.is_staff
        and (user.has_perm("catalog.view_product") or user.has_perm("catalog.change_product"))
    )
