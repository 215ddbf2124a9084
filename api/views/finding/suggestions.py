"""What may be meant by the beginning of a search, while somebody types."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.catalogue import CategoryLinkSerializer, ProductCardSerializer
from api.parameters.base import Parameters
from api.parameters.numbers import PlainIntegerField
from api.schema import answers
from api.views.public import PublicView
from catalog.search.suggestions import MAX_CHARACTERS, PRODUCTS, suggest

MAX_PRODUCTS = 12


class SuggestionParameters(Parameters):
    """What has been typed so far."""

    q = serializers.CharField(
        default="",
        max_length=MAX_CHARACTERS,
        trim_whitespace=False,
        help_text="What has been typed; a blank at its end ends the last word.",
    )
    limit = PlainIntegerField(
        default=PRODUCTS, min_value=0, max_value=MAX_PRODUCTS, help_text="At most so many products."
    )


class SuggestionsSerializer(serializers.Serializer[Any]):
    """Empty lists where nothing has been typed, or nothing begins so."""

    words = serializers.ListField(
        child=serializers.CharField(), help_text="Whole searches to offer, the likeliest first."
    )
    categories = CategoryLinkSerializer(many=True)
    products = ProductCardSerializer(many=True)


class SuggestionsView(PublicView):
    """Suggestions while typing."""

    @extend_schema(
        operation_id="suggestions",
        summary="What may be meant, while somebody types",
        parameters=[SuggestionParameters],
        responses=answers(SuggestionsSerializer, 400),
    )
    def get(self, request: Request) -> Response:
        """Searches, categories and products that begin with what has been typed."""
        asked = SuggestionParameters.read(request.query_params)
        found = suggest(asked["q"], products=asked["limit"])
        return Response(SuggestionsSerializer(found, context={"request": request}).data)
