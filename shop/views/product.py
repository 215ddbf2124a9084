"""A product: its pictures, what it is, its other colours, and what looks like it."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.addresses.moved import moved_product
from catalog.attributes.labels import attribute_rows
from catalog.categories.kept import kept_tree
from catalog.categories.tree import CategoryTree
from catalog.models import Category, Product
from catalog.product_cards import ProductCard, read_cards
from catalog.products.of_page import read_product
from catalog.translations.reading import put_into_words
from monitoring.objectives.events import count_complete
from recommendations.conf import conf as recommendations_conf
from recommendations.looks.reading import looks_with
from shop.addresses.drafts import NEVER_KEPT, may_preview
from shop.addresses.moved import redirect_moved
from shop.addresses.pages import category_address
from shop.conf import conf
from shop.pages import arranging_page, render_page
from shop.products.basket import basket_button
from shop.products.look_alikes import look_alikes
from shop.products.refining import Refining
from shop.site.revalidated import revalidated
from shop.site.structured_data import breadcrumb_data, product_data
from web.public_address import public_urls

# Far more than a design has; a supplier may give a thousand articles one name of a family.
MAX_VARIANTS = 120


@require_safe
@revalidated
def product(request: HttpRequest, slug: str) -> HttpResponse:
    product = read_product(slug)
    if product is None:
        return redirect_moved(request, "shop:product", moved_product(slug))
    if not product.is_published and not may_preview(request):
        raise Http404
    put_into_words(product)
    tree = kept_tree()
    product.category = category_of(product, tree)
    cards = read_cards([product.pk])  # none where it is deleted just now
    pictures = cards[0].pictures if cards else ()
    absolute = public_urls(request)
    url = absolute(request.path)
    path = [*tree.path_to(product.category), product.category]
    alike = look_alikes(product, Refining.read(request.GET))
    count_complete(alike.rows.similar, product=product)
    basket = basket_button(product, url=url)
    # As a shopper has refined them they say nothing about the product.
    plain = [] if alike.refining or alike.rows.similar.fallback else alike.rows.similar.results
    return render_page(
        request,
        "shop/product.html",
        tree=tree,
        product=product,
        pictures=pictures,
        department=path[0],
        path=path,
        few_left=product.stock <= conf.FEW_LEFT,
        attributes=attribute_rows(product.attributes),
        variants=variants_of(product),
        alike=alike,
        similar=alike.rows.similar,
        other_kinds=alike.rows.other_kinds,
        refining=alike.refining,
        basket=basket,
        basket_data=json.dumps(basket.product) if basket else "",
        looks=looks_with(product.pk, limit=recommendations_conf.LOOKS),
        arranging=arranging_page(request, product),
        structured_data=product_data(
            product,
            pictures=pictures,
            absolute=absolute,
            url=url,
            similar=[found.product for found in plain],
        ),
        breadcrumbs=breadcrumb_data(
            [(each, absolute(category_address(each.slug))) for each in path]
        ),
        headers=None if product.is_published else NEVER_KEPT,
    )


def category_of(product: Product, tree: CategoryTree) -> Category:
    """Its category in the reader's language: the menu's, unless it is newer than that."""
    category = tree.get(product.category_id)
    if category is None:
        category = product.category
        put_into_words(category)
    return category


def variants_of(product: Product) -> list[ProductCard]:
    """Variants of one design, the one looked at among them; none without others."""
    if not product.family:
        return []
    family = Product.objects.family_of(product)
    variants = family[:MAX_VARIANTS].cards()
    if variants and product.pk not in {variant.pk for variant in variants}:
        variants[-1:] = family.filter(pk=product.pk).cards()
    return variants if len(variants) > 1 else []
