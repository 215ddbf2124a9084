"""Imports are kept for as long as they can be undone, and then forgotten with their files."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from catalog.conf import conf
from catalog.imports.models import ImportRun
from catalog.imports.runs.files import folder_of, forget_files


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
    _forget_strays(before)
    return forgotten


def _forget_strays(before: datetime) -> None:
    """Folders whose run never came to be, has been deleted, or was forgotten on another host."""
    for folder in folder_of(0).parent.glob("[0-9]*"):
        is_old = folder.stat().st_mtime < before.timestamp()
        known = ImportRun.objects.filter(pk=int(folder.name)).exclude(file="")
        if is_old and not known.exists():
            forget_files(int(folder.name))
    # What processes that were killed have left, where TMPDIR is here.
    yesterday = timezone.now() - timedelta(days=1)
    for folder in folder_of(0).parent.glob("vitrine-*"):
        if folder.stat().st_mtime < yesterday.timestamp():
            shutil.rmtree(folder, ignore_errors=True)
