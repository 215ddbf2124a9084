"""Whose a secret is, and why not; one statement for each request with a key."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import InternalError, OperationalError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from infra.refusals import RefusedError
from infra.replicas.reading import on_primary
from web.keys.models import ApiKey, KeySecret
from web.keys.secrets import is_same, prefix_of

_USED_EVERY = timedelta(minutes=1)


class KeyRefusedError(RefusedError):
    """This secret lets nobody in; code: unknown_key or expired_key."""


def find_key(text: str) -> ApiKey:
    """The key that a secret belongs to, noted as used. Raises KeyRefusedError."""
    prefix = prefix_of(text)
    secret = None
    if prefix is not None:
        secret = KeySecret.objects.select_related("key").filter(prefix=prefix).first()
    # Who guesses learns nothing: a wrong secret and one that was revoked are answered alike.
    if secret is None or not is_same(secret.digest, text) or secret.key.revoked_at is not None:
        raise KeyRefusedError("unknown_key", _("This key is not known, or was revoked."))
    now = timezone.now()
    replaced = secret.expires_at is not None and secret.expires_at <= now
    if replaced or not secret.key.is_valid(now):
        raise KeyRefusedError("expired_key", _("This key has expired; ask the shop for a new one."))
    _note_use(secret, now)
    return secret.key


def _note_use(secret: KeySecret, now: datetime) -> None:
    """Once a minute at most: a busy key would write its row hundreds of times a second."""
    if secret.used_at is None or now - secret.used_at >= _USED_EVERY:
        long_ago = Q(used_at=None) | Q(used_at__lte=now - _USED_EVERY)
        # Not worth the answer, which can be given while the primary is away or takes no changes.
        with suppress(OperationalError, InternalError), on_primary():
            KeySecret.objects.filter(long_ago, pk=secret.pk).update(used_at=now)
