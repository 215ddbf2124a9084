"""A feed has been checked: applied, unless the safety brake says no."""

from __future__ import annotations

from django.db import transaction

from catalog.feeds.brake import reason_to_stop
from catalog.feeds.leaving import add_leaving
from catalog.imports import runs
from catalog.imports.models import ImportRun

State = ImportRun.State


def go_on() -> None:
    """Look at feeds' runs that have been checked: apply each, or stop it and say why."""
    checked = ImportRun.objects.filter(state=State.CHECKED, error="").exclude(feed=None)
    checked = checked.exclude(counts__has_key="leaving")
    for pk in list(checked.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            run = checked.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if run is None or run.feed is None:  # another process is at it
                continue
            add_leaving(run)
            run.error = reason_to_stop(run, run.feed)
            run.save(update_fields=["error", "total", "counts"])
            if not run.error:
                runs.apply(run)
