"""Products that staff put together with a product."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.catalogue import ProductCardSerializer
from api.moved import product_or_moved
from api.parameters.base import Parameters
from api.parameters.numbers import PlainIntegerField
from api.schema import answers
from api.views.public import PublicView
from catalog.models import Product
from recommendations.conf import conf
from recommendations.looks.reading import looks_with

MAX_LOOKS = 12


class LooksParameters(Parameters):
    """How many looks of a product."""

    limit = PlainIntegerField(
        default=conf.LOOKS, min_value=1, max_value=MAX_LOOKS, help_text="At most so many looks."
    )


class LookSerializer(serializers.Serializer[Any]):
    """Products that go together, put together by the shop's staff."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    products = ProductCardSerializer(
        many=True, help_text="The others of the look that can be bought, in the staff's order."
    )


class LookListSerializer(serializers.Serializer[Any]):
    """The looks of a product."""

    results = LookSerializer(many=True)


class LooksView(PublicView):
    """Complete the look."""

    @extend_schema(
        operation_id="product_looks",
        summary="Products that staff put together with this one",
        parameters=[LooksParameters],
        responses=answers(LookListSerializer, 301, 400, 404),
    )
    def get(self, request: Request, slug: str) -> Response:
        """The looks that this product is part of, each with its other products.

        Looks that are not published, have not begun or are over stay out, and so do those of which
        nothing else can be bought.
        """
        asked = LooksParameters.read(request.query_params)
        products = Product.objects.published().only("pk")
        product = product_or_moved(request, products, slug, name="looks")
        looks = looks_with(product.pk, limit=asked["limit"])
        context = {"request": request}
        return Response(LookListSerializer({"results": looks}, context=context).data)
