"""Imports are kept for as long as they can be undone, and then forgotten with their files."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from catalog.conf import conf
from catalog.imports.models import ImportRun
from catalog.imports.runs.files import forget_files


def forget_old_runs() -> int:
    """Delete the rows and files of old runs; the runs themselves stay. How many were there."""
    before = timezone.now() - timedelta(days=conf.IMPORT_KEPT_DAYS)
    old = ImportRun.objects.exclude(file="").exclude(state__in=ImportRun.WORKING)
    old = old.filter(Q(finished_at__lt=before) | Q(finished_at=None, created_at__lt=before))
    forgotten = 0
    for run in old:
        run.rows.all().delete()
        forget_files(run.pk)
        run.file = ""
        run.save(update_fields=["file"])
        forgotten += 1
    return forgotten
