"""The catalogue: a page of products, and everything about one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api.answers.catalogue import ProductDetailSerializer, ProductPageSerializer
from api.answers.facets import facets_as_json
from api.moved import product_or_moved
from api.orderings import RELEVANCE
from api.parameters.base import Parameters
from api.parameters.filters import filters_of
from api.parameters.listing import ListParameters
from api.schema import answers
from api.views.public import PublicView
from catalog.facets.counting import count_facets
from catalog.models import Product
from catalog.product_cards import ProductCard
from catalog.product_filter import ProductFilter
from catalog.product_ordering import ProductOrdering
from catalog.querysets import ProductQuerySet
from web.public_address import answered_url
from web.unanswered import note_unanswered

MAX_VARIANTS = 48


class ProductsView(PublicView):
    """Leaf through the published products."""

    @extend_schema(
        operation_id="products_list",
        summary="Find products",
        parameters=[ListParameters],
        responses=answers(ProductPageSerializer, 400, 404),
    )
    def get(self, request: Request) -> Response:
        """Search, filter and order the catalogue; with counts of what was found."""
        asked = ListParameters.read(request.query_params)
        found = _found(asked)
        facets = count_facets(found)
        count = facets.total
        page, size = asked["page"], asked["page_size"]
        first = (page - 1) * size
        if page > 1 and first >= count:
            raise NotFound(_("There is no page %(number)s.") % {"number": page})
        if not count and "search" in asked and filters_of(asked) == ProductFilter(in_stock=False):
            note_unanswered(request, asked["search"])
        address = answered_url(request, request.get_full_path())
        body = {
            "count": count,
            "next": _page(address, page + 1) if page * size < count else None,
            "previous": _page(address, page - 1) if page > 1 else None,
            "facets": facets_as_json(facets),
            "results": found[first : first + size].cards(),
        }
        return Response(ProductPageSerializer(body, context={"request": request}).data)


def _found(asked: dict[str, Any]) -> ProductQuerySet:
    found = filters_of(asked).apply()
    if "search" in asked:
        found = found.matching(asked["search"])
    ordering = asked.get("ordering") or (RELEVANCE if "search" in asked else ProductOrdering.NAME)
    return found if ordering == RELEVANCE else found.sorted_by(ProductOrdering(ordering))


def _page(address: str, page: int) -> str:
    return replace_query_param(address, "page", page)


class ProductView(PublicView):
    """One product."""

    @extend_schema(
        operation_id="product",
        summary="One product",
        responses=answers(ProductDetailSerializer, 301, 400, 404),
    )
    def get(self, request: Request, slug: str) -> Response:
        """Everything about a product: description, attributes, pictures, variants."""
        Parameters.read(request.query_params)
        products = Product.objects.published().for_detail()
        product = product_or_moved(request, products, slug, name="product")
        context = {"request": request, "variants": variants_of(product)}
        return Response(ProductDetailSerializer(product, context=context).data)


def variants_of(product: Product) -> list[ProductCard]:
    """The others of its family."""
    return Product.objects.family_of(product).exclude(pk=product.pk)[:MAX_VARIANTS].cards()
