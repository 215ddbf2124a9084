"""Pictures of forms that were never saved are not kept for ever."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from catalog.conf import conf
from catalog.images.held.models import HeldPicture

_MOST_AT_ONCE = 1_000


def forget_held_pictures() -> int:
    """Delete held pictures, with their files, that are older than HELD_PICTURES_DAYS; how many."""
    oldest = timezone.now() - timedelta(days=conf.HELD_PICTURES_DAYS)
    old = HeldPicture.objects.filter(created_at__lt=oldest).order_by("pk")
    batch = list(old.values_list("pk", flat=True)[:_MOST_AT_ONCE])
    return HeldPicture.objects.filter(pk__in=batch).let_go()
