"""What messages are signed with: made here, known to the shop and the receiver alone."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from webhooks.conf import conf

if TYPE_CHECKING:
    from webhooks.endpoints.models import Endpoint

PREFIX = "whsec_"
SECRET_BYTES = 32  # of the 24 to 64 that the Standard Webhooks convention asks for


def make_secret() -> str:
    """A new secret, as receivers paste it into their settings."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def rotate(endpoint: Endpoint) -> None:
    """Make a new secret; the old one goes on beside it for WEBHOOK_OLD_SECRET_HOURS."""
    endpoint.old_secret = endpoint.secret
    endpoint.old_secret_until = timezone.now() + timedelta(hours=conf.WEBHOOK_OLD_SECRET_HOURS)
    endpoint.secret = make_secret()
    endpoint.save(update_fields=["secret", "old_secret", "old_secret_until"])


def secrets_of(endpoint: Endpoint) -> list[str]:
    """The secrets that messages are signed with now, the newest first."""
    until = endpoint.old_secret_until
    is_old_valid = until is not None and until > timezone.now()
    return [endpoint.secret, *([endpoint.old_secret] if is_old_valid else [])]
