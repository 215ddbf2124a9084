"""Categories that stand inside each other: forms refuse it, a program may have made it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalog.models import Category


def tell_rings(request: HttpRequest) -> None:
    """Say which they are, and lead to where they are mended: the shop shows none of them."""
    for ring in Category.objects.as_tree().rings():
        names = " > ".join(f"“{each}”" for each in [*ring, ring[0]])
        told = _(
            "%(names)s stand inside each other, so the shop shows none of them. Give one of them "
            "another parent."
        )
        address = reverse("admin:catalog_category_change", args=[ring[0].pk])
        messages.error(
            request,
            format_html('{} <a href="{}">{}</a>', told % {"names": names}, address, ring[0]),
        )
