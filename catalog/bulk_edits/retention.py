"""Bulk edits are kept for as long as imports are, and drafts that nobody confirmed for a day."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from catalog.bulk_edits.models import BulkEdit
from catalog.conf import conf

DRAFT_DAYS = 1


def forget_old_edits() -> int:
    """Delete them with their rows; how many. The products' history stays."""
    now = timezone.now()
    old = BulkEdit.objects.filter(created_at__lt=now - timedelta(days=conf.IMPORT_KEPT_DAYS))
    drafts = BulkEdit.objects.filter(
        state=BulkEdit.State.DRAFT, created_at__lt=now - timedelta(days=DRAFT_DAYS)
    )
    done = old.exclude(state__in=BulkEdit.WORKING)
    forgotten = 0
    for edit in (done | drafts).values_list("pk", flat=True):
        BulkEdit.objects.filter(pk=edit).delete()
        forgotten += 1
    return forgotten
