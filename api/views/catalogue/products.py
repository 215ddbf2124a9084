"""The catalogue: a page of products, and everything about one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api.answers.as_json import card_as_json
from api.answers.catalogue import ProductDetailSerializer, ProductPageSerializer
from api.answers.facets import facets_as_json
from api.answers.links import Links
from api.moved import product_or_moved
from api.named_answers import named_by_state
from api.parameters.base import Parameters
from api.parameters.filters import filters_of
from api.parameters.listing import ListParameters
from api.schema import answers
from api.views.catalogue.listing import Page, ranked_on, read_page
from api.views.public import PublicView
from catalog.facets.listed import count_found, list_facets
from catalog.models import Product
from catalog.product_cards import ProductCard
from catalog.product_filter import ProductFilter
from catalog.product_ordering import RELEVANCE, ProductOrdering
from catalog.querysets import ProductQuerySet
from catalog.search.finding import WordSearch, understand
from catalog.translations.reading import put_into_words
from web.searches import note_search

MAX_VARIANTS = 48


class ProductsView(PublicView):
    """Leaf through the published products."""

    @extend_schema(
        operation_id="products_list",
        summary="Find products",
        parameters=[ListParameters],
        responses=answers(ProductPageSerializer, 400, 404),
    )
    @named_by_state
    def get(self, request: Request) -> Response:
        """Search, filter and order the catalogue; with counts of what was found."""
        asked = ListParameters.read(request.query_params)
        words = understand(asked["search"]) if "search" in asked else None
        base, chosen = _base(words, on=ranked_on(asked)), filters_of(asked)
        facets = list_facets(base, chosen) if asked["facets"] else None
        found = _sorted(chosen.apply_to(base), _ordering(asked))
        count = facets.total if facets else count_found(found)
        page = read_page(found, _ordering(asked), asked)
        if asked["page"] > 1 and not page.cards:
            raise NotFound(_("There is no page %(number)s.") % {"number": asked["page"]})
        if words and chosen == ProductFilter(in_stock=False):
            note_search(request, words)
        links = Links(request)
        body = {
            "count": count,
            **_links(links(request.get_full_path()), page, asked),
            "next_cursor": page.cursor,
            "searched": {"reading": words.reading, "words": words.words} if words else None,
            "facets": facets_as_json(facets) if facets else None,
            "results": [card_as_json(card, links) for card in page.cards],
        }
        return Response(body)


def _base(words: WordSearch | None, *, on: date) -> ProductQuerySet:
    """What is narrowed: the published products, or those that words find."""
    published = Product.objects.published()
    return published.found_by(words, on=on) if words else published


def _ordering(asked: dict[str, Any]) -> ProductOrdering | None:
    """None: by how well words match."""
    named = asked.get("ordering") or (RELEVANCE if "search" in asked else ProductOrdering.NAME)
    return None if named == RELEVANCE else ProductOrdering(named)


def _sorted(found: ProductQuerySet, ordering: ProductOrdering | None) -> ProductQuerySet:
    return found.sorted_by(ordering) if ordering else found


def _links(address: str, page: Page, asked: dict[str, Any]) -> dict[str, str | None]:
    """The next page in the way in which this one was asked for, and the one before."""
    number = asked["page"]
    if "cursor" in asked:
        following = replace_query_param(address, "cursor", page.cursor)
    else:
        following = replace_query_param(address, "page", number + 1)
    previous = replace_query_param(address, "page", number - 1) if number > 1 else None
    return {"next": None if page.is_last else following, "previous": previous}


class ProductView(PublicView):
    """One product."""

    @extend_schema(
        operation_id="product",
        summary="One product",
        responses=answers(ProductDetailSerializer, 301, 400, 404),
    )
    @named_by_state
    def get(self, request: Request, slug: str) -> Response:
        """Everything about a product: description, attributes, pictures, variants."""
        Parameters.read(request.query_params)
        products = Product.objects.published().for_detail()
        product = product_or_moved(request, products, slug, name="product")
        put_into_words(product)
        put_into_words(product.category)
        context = {"request": request, "variants": variants_of(product)}
        return Response(ProductDetailSerializer(product, context=context).data)


def variants_of(product: Product) -> list[ProductCard]:
    """The others of its family."""
    return Product.objects.family_of(product).exclude(pk=product.pk)[:MAX_VARIANTS].cards()
