"""What pages have in common: navigation, their one address, lists cut into pages, staff's links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog.categories.kept import kept_tree
from catalog.categories.tree import CategoryTree
from catalog.models import Product
from catalog.product_cards import ProductCard, read_cards
from catalog.products.variants import with_variants
from catalog.querysets import ProductQuerySet
from shop.conf import conf
from shop.site.structured_data import list_data
from shop.staff import staff_of
from web.languages.addresses import PageLanguage, languages_of, og_locale
from web.public_address import public_urls


@dataclass(frozen=True, kw_only=True)
class LanguageLink:
    """The way to the page that is looked at in another language."""

    language: PageLanguage
    href: str
    """With all that was asked for, for whoever reads."""
    canonical: str
    """Its one address, for search engines."""


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
    absolute = public_urls(request)
    canonical = absolute(request.path)
    if page is not None and page.number > 1:
        canonical += f"?page={page.number}"
    context |= {
        "tree": tree or kept_tree(),
        "canonical": canonical,
        "page": page,
        "item_list": _item_list(page, absolute),
        "og_locale": og_locale(),
        "languages": page_languages(request, page.number if page else 1, absolute=absolute),
    }
    response = render(request, template, context, status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def _item_list(page: Page[ProductCard] | None, absolute: Callable[[str], str]) -> str:
    """The products of a page of a list, for search engines; empty without any."""
    cards = list(page.object_list) if page is not None else []
    return list_data(cards, absolute=absolute) if cards else ""


def page_languages(
    request: HttpRequest, page_number: int, *, absolute: Callable[[str], str]
) -> list[LanguageLink]:
    """The ways to the same page in other languages; none where the shop has but one."""
    query = request.GET.urlencode()
    links = [
        LanguageLink(
            language=each,
            href=each.path + (f"?{query}" if query else ""),
            canonical=absolute(each.path) + (f"?page={page_number}" if page_number > 1 else ""),
        )
        for each in languages_of(request.path_info)
    ]
    return links if len(links) > 1 else []


def page_of(
    products: ProductQuerySet, number: str | None, *, total: int | None = None
) -> Page[ProductCard]:
    """The page asked for; the first for nonsense, the last for one beyond it.

    total: how many there are, where that is known.
    """
    paginator = Paginator(products.values_list("pk", flat=True), conf.PAGE_SIZE)
    if total is not None:
        vars(paginator)["count"] = total  # a property that remembers
    page: Page[Any] = paginator.get_page(number)
    page.object_list = with_variants(read_cards(list(page.object_list)))
    return page


def arranging_page(request: HttpRequest, product: Product) -> str:
    """Where staff arrange a product's similar items; empty for whoever may not see rules."""
    staff = staff_of(request)
    if staff is None or not staff.has_perm("recommendations.view_rule"):
        return ""
    return reverse("admin:recommendations_rule_arrange", args=[product.pk])
