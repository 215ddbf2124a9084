"""Addresses as whoever asked reaches them; how they begin is worked out once for an answer."""

from __future__ import annotations

from typing import Any, cast

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from rest_framework import serializers
from rest_framework.request import Request

from web.public_address import answered_url


class Links:
    """Makes whole addresses of paths, as `web.public_address.answered_url` does one by one.

    A list of 24 products has 120: each by itself takes 30 microseconds, most of them for the host.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._origin = answered_url(request, "/")[:-1]
        self._products = self(reverse("api:products"))

    def __call__(self, path: str) -> str:
        # What begins with two slashes is another host, and dots lead upwards.
        if path.startswith("/") and not path.startswith("//") and "/." not in path:
            return self._origin + iri_to_uri(path)
        return answered_url(self._request, path)

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
