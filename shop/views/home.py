"""The shop's front: photo search, shelves, and what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Product
from shop.conf import conf
from shop.forms import PhotoUploadForm
from shop.pages import render_page
from shop.tree import CategoryTree

MAX_SHELVES = 18
WINDOWS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    tree = CategoryTree()
    shelves = tree.stocked_shelves(limit=MAX_SHELVES)
    return render_page(
        request,
        "shop/home.html",
        tree=tree,
        shelves=shelves,
        # From all over the shop rather than from one shelf.
        windows=[each.picture for each in shelves[:: max(1, len(shelves) // WINDOWS)]][:WINDOWS],
        newest=Product.objects.published().newest()[: conf.NEWEST_ON_HOME].cards(),
        upload=PhotoUploadForm(),
    )
