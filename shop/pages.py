"""What every page has in common: the navigation, its one address, and lists cut into pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.categories.tree import CategoryTree
from catalog.models import Category
from catalog.product_cards import ProductCard, read_cards
from catalog.querysets import ProductQuerySet
from shop.conf import conf
from web.public_address import public_url


def render_page(
    request: HttpRequest,
    template: str,
    *,
    tree: CategoryTree | None = None,
    page: Page[ProductCard] | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page of the shop with its navigation and canonical address."""
    canonical = public_url(request, request.path)
    if page is not None and page.number > 1:
        canonical += f"?page={page.number}"
    context |= {"tree": tree or Category.objects.as_tree(), "canonical": canonical, "page": page}
    response = render(request, template, context, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def page_of(products: ProductQuerySet, number: str | None) -> Page[ProductCard]:
    """The page asked for; the first for nonsense, the last for one beyond it."""
    ids = products.values_list("pk", flat=True)
    page: Page[Any] = Paginator(ids, conf.PAGE_SIZE).get_page(number)
    page.object_list = read_cards(list(page.object_list))
    return page
