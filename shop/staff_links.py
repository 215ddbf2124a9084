"""Ways from a page of the shop into the admin, for staff who are logged in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from catalog.models import Product


def arranging_page(request: HttpRequest, product: Product) -> str:
    """Where staff arrange a product's similar items; empty for whoever may not see rules.

    Shoppers have no session: nothing is read for them, and their page varies with no cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = request.user
    if not (user.is_active and user.is_staff and user.has_perm("recommendations.view_rule")):
        return ""
    return reverse("admin:recommendations_rule_arrange", args=[product.pk])
