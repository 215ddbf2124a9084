"""A category: its sub-categories and products, a page at a time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.addresses.moved import moved_category
from catalog.categories.tree import as_array
from catalog.models import Category, Product
from catalog.product_ordering import ProductOrdering
from shop.addresses.moved import redirect_moved
from shop.category_tiles import tiles_of
from shop.forms.product_list import ProductListForm
from shop.pages import page_of, render_page
from shop.site.structured_data import breadcrumb_data
from web.public_address import public_url


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    tree = Category.objects.as_tree()
    category = tree.find(slug)
    if category is None:
        return redirect_moved(request, "shop:category", moved_category(slug))
    form = ProductListForm({"sort": ProductOrdering.NEWEST.value, **request.GET.dict()})
    products = Product.objects.published().in_subtree(as_array(tree.subtree_ids(category)))
    if form.cleaned("in_stock"):
        products = products.in_stock()
    path = tree.path_to(category)
    trail = [
        (each, public_url(request, reverse("shop:category", args=[each.slug])))
        for each in [*path, category]
    ]
    return render_page(
        request,
        "shop/category.html",
        tree=tree,
        page=page_of(products.sorted_by(form.ordering), request.GET.get("page")),
        category=category,
        department=trail[0][0],
        path=path,
        tiles=tiles_of(tree.children(category), tree=tree),
        form=form,
        structured_data=breadcrumb_data(trail),
    )
