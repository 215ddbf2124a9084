"""More like these, less like those."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.look_alikes import AnswerSerializer
from api.parameters.answers import AnswerParameters, options_of, wish_of
from api.parameters.base import Parameters
from api.parsers import JSONParser
from api.schema import answers
from api.views.public import PublicView
from catalog.addresses.named import named_products
from catalog.models import Product
from recommendations.more_like import more_like

MAX_EXAMPLES = 20


class ExamplesField(serializers.ListField):
    """Published products by their slugs, old ones too: at most MAX_EXAMPLES, all in one query.

    DRF's own list validates every entry before it counts them: 50 kB of slugs took it 15 s.
    """

    child = serializers.CharField(max_length=Product._meta.get_field("slug").max_length)

    def to_internal_value(self, data: Any) -> list[Product]:
        if isinstance(data, list) and len(data) > MAX_EXAMPLES:
            message = _("Name at most %(count)d products.") % {"count": MAX_EXAMPLES}
            raise serializers.ValidationError(message, "max_length")
        slugs = super().to_internal_value(data)
        found = named_products(slugs)
        missing = {
            place: [serializers.ErrorDetail(_("There is no such product."), "does_not_exist")]
            for place, slug in enumerate(slugs)
            if slug not in found
        }
        if missing:
            # By place in the list, as DRF itself tells faults of a list's entries; its types know
            # names of fields only.
            raise serializers.ValidationError(cast(Any, missing))
        return [found[slug] for slug in slugs]


class RecommendationParameters(AnswerParameters):
    """Examples of what is liked and what is not, and which products may answer."""

    positive = ExamplesField(max_length=MAX_EXAMPLES, required=False, help_text="More like these.")
    negative = ExamplesField(max_length=MAX_EXAMPLES, required=False, help_text="Less like those.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        liked, disliked = attrs.get("positive", []), attrs.get("negative", [])
        if not liked and not disliked and not wish_of(attrs):
            message = _("Name a product that is liked or disliked, or say in words what you mean.")
            raise serializers.ValidationError({"positive": message}, "required")
        if both := sorted({p.slug for p in liked} & {p.slug for p in disliked}):
            message = _("%(slug)s is liked and disliked at once.") % {"slug": both[0]}
            raise serializers.ValidationError({"negative": message}, "invalid")
        return super().validate(attrs)


class RecommendationsView(PublicView):
    """Recommendations by example."""

    parser_classes = [JSONParser]

    @extend_schema(
        operation_id="recommendations",
        summary="More like these, less like those",
        request=RecommendationParameters,
        responses=answers(AnswerSerializer, 400, 409, 411, 413, 415),
    )
    def post(self, request: Request) -> Response:
        """Products that look like the liked examples and unlike the disliked ones.

        With disliked examples alone, the products least like them. The examples themselves stay
        out. With `words` or `but` alone, products that look as they say.
        """
        Parameters.read(request.query_params)
        asked = RecommendationParameters.read_json(request.data)
        answer = more_like(asked.get("positive", []), asked.get("negative", []), options_of(asked))
        return Response(AnswerSerializer(answer, context={"request": request}).data)
