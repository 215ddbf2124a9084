"""ETag and If-Match: nobody overwrites what they have not seen (RFC 9110, section 13)."""

from __future__ import annotations

from django.utils.http import parse_etags
from rest_framework.request import Request

from catalog.models import Product
from catalog.products.machines.expected import Expected
from catalog.products.machines.version import version_of


def etag_of(product: Product) -> str:
    return f'"{version_of(product)}"'


def expected_of(request: Request) -> Expected:
    """What the caller believes. Without If-Match whoever writes last is right."""
    versions = None
    if "If-Match" in request.headers:
        etags = parse_etags(request.headers["If-Match"])
        # A weak one matches nothing; `*` whatever is there.
        versions = frozenset(each.strip('"') for each in etags if not each.startswith("W/"))
    return Expected(versions, is_new=request.headers.get("If-None-Match", "").strip() == "*")
