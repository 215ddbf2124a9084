"""Addresses as whoever asked reaches them; how they begin is worked out once for an answer."""

from __future__ import annotations

import re
from typing import Any, cast

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from web.public_address import answered_url

_PLAIN = re.compile(r"(?:/[\w-][\w.-]*)+/?", re.ASCII)
"""A path of ours, which needs no quoting, leads to no other host and not upwards."""


class Links:
    """Makes whole addresses of paths, as `web.public_address.answered_url` does one by one.

    A list of 24 products has 120: each by itself takes 30 microseconds, most of them for the host.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._origin = answered_url(request, "/")[:-1]
        self._products = self(reverse("api:products"))

    def __call__(self, path: str) -> str:
        return self._origin + path if _PLAIN.fullmatch(path) else answered_url(self._request, path)

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
