"""Products that look like a product."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.look_alikes import AnswerSerializer
from api.moved import product_or_moved
from api.parameters.answers import SimilarParameters, options_of
from api.schema import answers
from api.views.public import PublicView
from catalog.models import Product
from catalog.products.machines.finding import find_by_sku
from recommendations.similar import similar_products


class SimilarView(PublicView):
    """Similar items."""

    @extend_schema(
        operation_id="product_similar",
        summary="Products that look like this one",
        parameters=[SimilarParameters],
        responses=answers(AnswerSerializer, 301, 400, 404, 409),
    )
    def get(self, request: Request, slug: str) -> Response:
        """The most similar products first, by each one's best matching picture.

        While the product's own pictures wait to be compared, the newest of its category stand in,
        with `complete: false`.
        """
        asked = SimilarParameters.read(request.query_params)
        products = Product.objects.published().only("pk", "category", "price")
        product = product_or_moved(request, products, slug, name="similar")
        answer = similar_products(product, options_of(asked))
        return Response(AnswerSerializer(answer, context={"request": request}).data)


class SimilarBySkuView(PublicView):
    """Similar items of a product that is known by its SKU."""

    @extend_schema(
        operation_id="product_similar_by_sku",
        summary="Products that look like the one with this SKU",
        parameters=[SimilarParameters],
        responses=answers(AnswerSerializer, 400, 404, 409),
    )
    def get(self, request: Request, sku: str) -> Response:
        """The same as by its slug, for pages of another shop that know their own numbers."""
        asked = SimilarParameters.read(request.query_params)
        product = find_by_sku(sku)
        if product is None or not product.is_published:
            raise Http404
        answer = similar_products(product, options_of(asked))
        return Response(AnswerSerializer(answer, context={"request": request}).data)
