"""The shop's front: photo search, categories, and what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.categories.kept import kept_tree
from catalog.models import Product
from catalog.product_ordering import ProductOrdering
from catalog.products.variants import with_variants
from shop.category_tiles import stocked_tiles
from shop.conf import conf
from shop.forms.photo_upload import PhotoUploadForm
from shop.pages import render_page
from shop.site.revalidated import revalidated

MAX_TILES = 18
WINDOWS = 3


@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    tree = kept_tree()
    tiles = stocked_tiles(tree, limit=MAX_TILES)
    newest = Product.objects.published().one_per_family(ProductOrdering.NEWEST)
    return render_page(
        request,
        "shop/home.html",
        tree=tree,
        tiles=tiles,
        # From all over the shop rather than from one category.
        windows=[each.picture for each in tiles[:: max(1, len(tiles) // WINDOWS)]][:WINDOWS],
        newest=with_variants(newest[: conf.NEWEST_ON_HOME].cards()),
        upload=PhotoUploadForm(),
    )
