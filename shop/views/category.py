"""A shelf: its sub-categories and products, a page at a time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.models import Product
from shop.forms import ShelfForm
from shop.pages import page_of, render_page
from shop.structured_data import breadcrumb_data
from shop.tree import CategoryTree


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    tree = CategoryTree()
    category = tree.find(slug)
    if category is None:
        raise Http404
    form = ShelfForm({"sort": "newest", **request.GET.dict()})
    products = Product.objects.published().filter(category__in=tree.ids_within(category))
    if form.cleaned("in_stock"):
        products = products.in_stock()
    path = tree.path_to(category)
    trail = [
        (each, request.build_absolute_uri(reverse("shop:category", args=[each.slug])))
        for each in [*path, category]
    ]
    return render_page(
        request,
        "shop/category.html",
        tree=tree,
        page=page_of(products.order_by(*form.order), request.GET.get("page")),
        category=category,
        department=trail[0][0],
        path=path,
        shelves=tree.shelves(tree.children(category)),
        form=form,
        structured_data=breadcrumb_data(trail),
    )
