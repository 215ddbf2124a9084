"""Similar items of many products in one call."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.look_alikes import AnswerSerializer
from api.parameters.answers import SimilarParameters, options_of
from api.parameters.base import Parameters
from api.parameters.numbers import PlainIntegerField
from api.parameters.several import SkusField, SlugsField
from api.parsers import JSONParser
from api.schema import ErrorSerializer, answers
from api.views.public import PublicView
from recommendations.batch import find_by_skus, find_by_slugs
from recommendations.similar import similar_to_each

MOST = 50
MAX_LIMIT = 24


class BatchParameters(SimilarParameters):
    """Of which products, and which of their look-alikes."""

    several = SimilarParameters.several | {"slugs", "skus"}

    slugs = SlugsField(required=False, help_text="Products by their slugs, old ones too.")
    skus = SkusField(required=False, help_text="Products by their SKUs; upper case is no matter.")
    limit = PlainIntegerField(
        default=6, min_value=1, max_value=MAX_LIMIT, help_text="At most so many for each product."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        asked = len(attrs.get("slugs", [])) + len(attrs.get("skus", []))
        if not asked:
            message = _("Name at least one product, in slugs or skus.")
            raise serializers.ValidationError({"slugs": message}, "required")
        if asked > MOST:
            message = _("Name at most %(count)d products.") % {"count": MOST}
            raise serializers.ValidationError({"slugs": message}, "max_length")
        return super().validate(attrs)


class BatchItemSerializer(serializers.Serializer[Any]):
    """What one of the products that were named got."""

    asked = serializers.CharField(help_text="The slug or SKU as it was sent.")
    slug = serializers.CharField(allow_null=True, help_text="The product's; null without one.")
    sku = serializers.CharField(allow_null=True)
    answer = AnswerSerializer(allow_null=True)
    error = ErrorSerializer(allow_null=True, help_text="Why there is no answer.")


class BatchSerializer(serializers.Serializer[Any]):
    """One entry for each product that was named: slugs first, then SKUs, in the order sent."""

    results = BatchItemSerializer(many=True)


class SimilarBatchView(PublicView):
    """Similar items of many products."""

    parser_classes = [JSONParser]
    costly = {"GET": "batch", "POST": "batch"}

    @extend_schema(
        operation_id="similar_batch_get",
        summary="Products that look like each of these",
        parameters=[BatchParameters],
        responses=answers(BatchSerializer, 400, 409),
    )
    def get(self, request: Request) -> Response:
        """As the call below, with an address that a cache may keep."""
        return _answer(request, BatchParameters.read(request.query_params))

    @extend_schema(
        operation_id="similar_batch",
        summary="Products that look like each of these",
        request=BatchParameters,
        responses=answers(BatchSerializer, 400, 409, 411, 413, 415),
    )
    def post(self, request: Request) -> Response:
        """Similar items of up to 50 products, named by slugs or SKUs, each with its own answer.

        A product that is not there has `error` in its place; the others are answered all the same.
        """
        Parameters.read(request.query_params)
        return _answer(request, BatchParameters.read_json(request.data))


def _answer(request: Request, asked: dict[str, Any]) -> Response:
    slugs, skus = asked.get("slugs", []), asked.get("skus", [])
    by_slug, by_sku = find_by_slugs(slugs), find_by_skus(skus)
    named = [(slug, by_slug.get(slug)) for slug in slugs]
    named += [(sku, by_sku.get(sku)) for sku in skus]
    found = similar_to_each([product for _name, product in named if product], options_of(asked))
    missing = {"code": "not_found", "message": _("There is no such product."), "errors": []}
    rows = [
        {
            "asked": name,
            "slug": product.slug if product else None,
            "sku": product.sku if product else None,
            "answer": found[product.pk] if product else None,
            "error": None if product else missing,
        }
        for name, product in named
    ]
    return Response(BatchSerializer({"results": rows}, context={"request": request}).data)
