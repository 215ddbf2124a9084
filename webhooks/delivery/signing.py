"""The headers by which a receiver knows that a message is from this shop, and when it was sent.

After the Standard Webhooks convention, version 1 (standardwebhooks.com): HMAC-SHA256 of id, time
and body. With two secrets there are two signatures, either of which will do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from standardwebhooks import Webhook


def signed_headers(
    message_id: str, body: str, *, secrets: Iterable[str], at: datetime | None = None
) -> dict[str, str]:
    """at: now, where it is None; in UTC."""
    at = at or datetime.now(UTC)
    signatures = [Webhook(secret).sign(message_id, at, body) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
