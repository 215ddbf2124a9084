"""Products that look like a product."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.look_alikes import AnswerSerializer
from api.moved import product_or_moved
from api.parameters.answers import SimilarParameters, options_of
from api.schema import answers
from api.views.public import PublicView
from catalog.models import Product
from monitoring.objectives.events import count_complete
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
        with `complete: false`; so are answers from which something may be missing at this moment.
        """
        asked = SimilarParameters.read(request.query_params)
        products = Product.objects.published().only("pk", "category", "price")
        product = product_or_moved(request, products, slug, name="similar")
        answer = similar_products(product, options_of(asked))
        count_complete(answer, product=product)
        # The next answer may hold what this one misses.
        caching = {"Cache-Control": "no-store"} if answer.partial else None
        told = AnswerSerializer(answer, context={"request": request}).data
        return Response(told, headers=caching)
