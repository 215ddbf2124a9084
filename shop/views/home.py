"""The shop's front: photo search, shelves, and what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.models import Product
from shop.forms import PhotoUploadForm
from shop.pages import render_page
from shop.tree import CategoryTree

MAX_SHELVES = 18
NEWEST = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    tree = CategoryTree(with_covers=True)
    return render_page(
        request,
        "shop/home.html",
        tree=tree,
        shelves=tree.shelves(tree.stocked()[:MAX_SHELVES]),
        newest=list(Product.objects.published().newest().for_cards()[:NEWEST]),
        upload=PhotoUploadForm(),
    )
