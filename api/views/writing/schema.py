"""Headers that writes take, as OpenAPI has them."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter

CONDITIONS = [
    OpenApiParameter(
        "If-Match",
        str,
        "header",
        description="The `ETag` that was read; 412 where the product is no longer so. Without it "
        "whoever writes last is right.",
    ),
    OpenApiParameter(
        "If-None-Match",
        str,
        "header",
        description="`*`: only where there is no such product yet, else 412.",
    ),
]
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    "header",
    description="A name made up for this call. Sent again within a day, the call is not done "
    "again, and answered as before.",
)
