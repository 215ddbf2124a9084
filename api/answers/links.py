"""Addresses as whoever asked reaches them; how they begin is worked out once for an answer."""

from __future__ import annotations

from typing import Any, cast

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from web.public_address import answered_urls


class Links:
    """Makes whole addresses of paths, and knows how those of products begin."""

    def __init__(self, request: Request) -> None:
        self._whole = answered_urls(request)
        self._products = self(reverse("api:products"))

    def __call__(self, path: str) -> str:
        return self._whole(path)

    def product(self, slug: str, *, part: str = "") -> str:
        """A product's own address in the API, or that of a part of it: similar, looks."""
        return f"{self._products}{slug}/" + (f"{part}/" if part else "")


def links_of(serializer: serializers.Serializer[Any]) -> Links:
    """Those of the answer that a serializer writes, kept in its context."""
    context = cast(dict[str, Any], serializer.context)  # that of the whole answer
    if "links" not in context:
        context["links"] = Links(context["request"])
    found: Links = context["links"]
    return found
