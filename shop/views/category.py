"""A category: its sub-categories, and its products to be narrowed, a page at a time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.addresses.moved import moved_category
from catalog.categories.kept import kept_tree
from catalog.categories.tree import as_array
from catalog.models import Product
from catalog.state.reading import one_state
from shop.addresses.moved import redirect_moved
from shop.addresses.pages import category_address
from shop.category_tiles import tiles_of
from shop.lists.choice import read_choice
from shop.lists.page import product_list
from shop.pages import render_page
from shop.site.revalidated import revalidated
from shop.site.structured_data import breadcrumb_data
from web.public_address import public_urls


@require_safe
@revalidated
@one_state()
def category(request: HttpRequest, slug: str) -> HttpResponse:
    tree = kept_tree()
    category = tree.find(slug)
    if category is None:
        return redirect_moved(request, "shop:category", moved_category(slug))
    path = tree.path_to(category)
    absolute = public_urls(request)
    trail = [(each, absolute(category_address(each.slug))) for each in [*path, category]]
    shown = product_list(
        Product.objects.published().in_subtree(as_array(tree.subtree_ids(category))),
        read_choice(request.GET, tree=tree),
        number=request.GET.get("page"),
        tree=tree,
        below=category,
    )
    return render_page(
        request,
        "shop/category.html",
        tree=tree,
        page=shown.page,
        list=shown,
        category=category,
        department=trail[0][0],
        path=path,
        tiles=tiles_of(tree.children(category), tree=tree),
        structured_data=breadcrumb_data(trail),
    )
