"""Keys are made, given a new secret, and revoked; secrets are told to the caller once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from web.keys.models import ApiKey, KeySecret
from web.keys.secrets import new_secret


def add_secret(key: ApiKey) -> str:
    """Give a key one more secret, which is returned and cannot be had again."""
    secret = new_secret()
    KeySecret.objects.create(key=key, prefix=secret.prefix, digest=secret.digest)
    return secret.text


def rotate(key: ApiKey, *, overlap: timedelta) -> str:
    """Replace a key's secret; the old ones let in for `overlap` longer. The new one."""
    with transaction.atomic():
        ApiKey.objects.select_for_update().get(pk=key.pk)  # two at once replace one another's
        now = timezone.now()
        ends = now + overlap
        held = key.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=ends))
        held.update(expires_at=ends)
        key.secrets.filter(expires_at__lt=now).delete()
        return add_secret(key)


def revoke(key: ApiKey) -> None:
    """At once and for good: the next request with any of its secrets is refused."""
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    key.secrets.all().delete()
