"""The brands of the shop."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.named_answers import named_by_state
from api.parameters.base import Parameters
from api.schema import answers
from api.views.public import PublicView
from catalog.models import Product
from catalog.state.remembering import worked_out


class BrandSerializer(serializers.Serializer[Any]):
    """A brand, as products name it."""

    brand = serializers.CharField(help_text="Give it back as `brand` of a list.")
    products = serializers.IntegerField(help_text="Published ones.")


class BrandListSerializer(serializers.Serializer[Any]):
    """All brands by name."""

    results = BrandSerializer(many=True)


class BrandsView(PublicView):
    """All brands."""

    @extend_schema(
        operation_id="brands_list",
        summary="All brands",
        responses=answers(BrandListSerializer, 400),
    )
    @named_by_state
    def get(self, request: Request) -> Response:
        """Every brand that published products have, with their number; by name."""
        Parameters.read(request.query_params)
        return Response({"results": worked_out("brands of the API", _brands)})


def _brands() -> list[dict[str, Any]]:
    counted = Product.objects.published().count_by_brand()
    return [{"brand": brand, "products": count} for brand, count in counted.items()]
