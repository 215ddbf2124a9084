"""The API describes itself: OpenAPI 3, each parameter with an example, each refusal by its code."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.fields import empty

from api.parameters.language import LANGUAGE

EXAMPLES: dict[str, Any] = {
    "language": "de",
    "search": "striped mug",
    "category": "mugs",
    "brand": "Norrsken",
    "price_min": "10.00",
    "price_max": "49.90",
    "in_stock": True,
    "ordering": "price",
    "page": 2,
    "page_size": 24,
    "cursor": "WyJuYW1lIiwgIk11ZyIsIDQyXQ",
    "facets": True,
    "limit": 12,
    "offset": 12,
    "min_match": 30,
    "kind": "same",
    "order": "score",
    "diversity": 0.3,
    "words": "blue stripes",
    "but": "colour:blue",
    "weights": "visual:1,colour:2",
    "relax": True,
    "explain": True,
    "attributes": "colour:red,colour:blue",
    "price_within": "25",
    "region": "0.25,0.1,0.5,0.8",
    "slug": "striped-mug-blue",
    "slugs": ["striped-mug-blue", "amphora-vase-rust"],
    "skus": ["MUG-17", "VASE-24"],
    "q": "stri",
    "sku": "VASE-24",
    "If-Match": '"5f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e"',
    "If-None-Match": "*",
    "Idempotency-Key": "3f1c2f6e-6c1e-4f0e-9d27-0a2b1c3d4e5f",
    "picture": 1207,
    "photo": "2yQ8Zt0c7m1XvYbT3kRw5A",
}

IN_ADDRESSES = {
    "slug": "The product, as `slug` in lists names it.",
    "sku": "The product's SKU; upper case and kinds of dashes do not matter.",
    "picture": "The `id` of the picture.",
    "photo": "The `id` that came with the upload.",
}

_Refusal = tuple[str, str, str, list[tuple[str, str, str]]]
_REFUSALS: dict[int, _Refusal] = {
    301: (
        "The product has another slug now; `Location` has its address.",
        "moved",
        "It has another address now: see Location.",
        [],
    ),
    400: (
        "A parameter or the picture is not valid; `errors` names each fault.",
        "invalid",
        "Not valid: price_min.",
        [("price_min", "invalid", "A valid number is required.")],
    ),
    401: (
        "No key, or one that is wrong or has expired; `WWW-Authenticate` says how to send it.",
        "key_needed",
        "This needs a key: send it as `Authorization: Bearer …`.",
        [],
    ),
    403: (
        "The key may not do this.",
        "key_scope",
        "This key may not do that: it needs the scope “write”.",
        [],
    ),
    404: ("Nothing is here, or no longer.", "not_found", "There is nothing at this address.", []),
    409: (
        "It cannot be done as things stand: words are not learnt, the same call is under way, or "
        "something else rests on the product.",
        "words_unavailable",
        "What words look like has not been learnt yet in this shop.",
        [
            (
                "words",
                "words_unavailable",
                "What words look like has not been learnt yet in this shop.",
            )
        ],
    ),
    411: ("No Content-Length.", "length_required", "Say how long the request is.", []),
    412: (
        "The product is not as `If-Match` or `If-None-Match` has it.",
        "version_mismatch",
        "The product is not as If-Match or If-None-Match has it: read it again.",
        [],
    ),
    413: (
        "The request is too large.",
        "too_large",
        "The request is too large: at most 11 MB.",
        [],
    ),
    415: (
        "A kind of content that is not read here.",
        "unsupported_media_type",
        'Unsupported media type "application/json" in request.',
        [],
    ),
    422: (
        "Another call had this `Idempotency-Key`.",
        "idempotency_key_used",
        "Another call had this Idempotency-Key before; make up a new one.",
        [],
    ),
    429: (
        "Too many requests; `Retry-After` says in how many seconds to come back.",
        "rate_limited",
        "Too many requests; please try again in 42 s.",
        [],
    ),
    503: (
        "Not just now; `Retry-After` says in how many seconds to come back.",
        "unavailable",
        "Photo search is not available just now; please try again in a moment.",
        [],
    ),
    507: (
        "The disk is full.",
        "unavailable",
        "The file could not be stored: the disk is full.",
        [],
    ),
    500: ("A fault of ours.", "error", "Something went wrong on our side.", []),
}


class FaultSerializer(serializers.Serializer[Any]):
    """One complaint."""

    field = serializers.CharField(allow_blank=True, help_text="The parameter it is about, if one.")
    code = serializers.CharField(help_text="For programs.")
    message = serializers.CharField(help_text="For people.")


class ErrorSerializer(serializers.Serializer[Any]):
    """Every refusal has this form."""

    code = serializers.CharField(help_text="For programs.")
    message = serializers.CharField(help_text="For people.")
    errors = FaultSerializer(many=True)  # type: ignore[assignment]


def answers(serializer: Any, *refusals: int, status: int = 200) -> dict[int, OpenApiResponse]:
    """What a call answers: its result, its refusals, and those that any call may meet."""
    found = {status: OpenApiResponse(serializer, description="Done." if serializer is None else "")}
    for refused in sorted({*refusals, 401, 405, 429, 500, 503} & _REFUSALS.keys()):
        found[refused] = _refusal(refused)
    return found


def _refusal(status: int) -> OpenApiResponse:
    description, code, message, faults = _REFUSALS[status]
    errors = [dict(zip(("field", "code", "message"), fault, strict=True)) for fault in faults]
    example = OpenApiExample(
        code, value={"code": code, "message": message, "errors": errors}, response_only=True
    )
    return OpenApiResponse(ErrorSerializer, description=description, examples=[example])


class DocumentedSchema(AutoSchema):
    """Gives each parameter its example, and those in addresses their description."""

    def _get_parameters(self) -> list[dict[str, Any]]:
        parameters = super()._get_parameters()
        for parameter in parameters:
            parameter["example"] = EXAMPLES[parameter["name"]]
            if parameter["in"] == "path":
                parameter["description"] = IN_ADDRESSES[parameter["name"]]
        return parameters

    def get_override_parameters(self) -> list[Any]:
        """What every call takes; those of the view come with them."""
        told = (
            "Names, descriptions and sentences in one of the languages that the shop's pages have, "
            "as far as they are translated; without it, in the shop's own."
        )
        offered = list(dict(settings.LANGUAGES))
        return [OpenApiParameter(LANGUAGE, enum=offered, description=told)]

    def get_auth(self) -> list[dict[str, Any]]:
        """A key where one is needed; elsewhere it may come along, for its own limit."""
        needed = self.method in getattr(self.view, "scopes", {})
        return [{"key": []}] if needed else [{"key": []}, {}]

    def _map_basic_serializer(
        self, serializer: serializers.Serializer[Any], direction: str
    ) -> dict[str, Any]:
        """In an answer all keys are there but those that are only told when asked for."""
        described: dict[str, Any] = super()._map_basic_serializer(  # type: ignore[no-untyped-call]
            serializer, direction
        )
        if direction == "response":
            whole = isinstance(serializer, serializers.ModelSerializer)
            described["required"] = sorted(
                name
                for name, field in serializer.fields.items()
                if name in described.get("properties", {})
                and name not in getattr(serializer, "of_staff", ())
                and (whole or field.required or field.read_only or field.default is not empty)
            )
        return described

    def get_tags(self) -> list[str]:
        return [self.path.split("/")[3]]


# A memo that needs no reset: it follows from the code alone.
@lru_cache(maxsize=1)
def build_schema() -> dict[str, Any]:
    """The OpenAPI document; the same for everybody, so it is made once."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document
