"""Products that look like a product."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import AnswerSerializer
from api.parameters import SimilarParameters, filters_of
from api.schema import answers
from api.views import PublicView
from catalog.models import Product
from recommendations.similar import similar_products


class SimilarView(PublicView):
    """Similar items."""

    @extend_schema(
        operation_id="product_similar",
        summary="Products that look like this one",
        parameters=[SimilarParameters],
        responses=answers(AnswerSerializer, 400, 404),
    )
    def get(self, request: Request, slug: str) -> Response:
        """The most similar products first, by each one's best matching picture.

        While the product's own pictures wait to be compared, the newest of its category stand in,
        with `complete: false`.
        """
        asked = SimilarParameters.read(request.query_params)
        product = get_object_or_404(Product.objects.published().only("pk", "category"), slug=slug)
        answer = similar_products(product, limit=asked["limit"], filters=filters_of(asked))
        answer = answer.at_least(asked["min_match"])
        return Response(AnswerSerializer(answer, context={"request": request}).data)
