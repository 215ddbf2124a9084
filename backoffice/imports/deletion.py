"""What goes when staff delete imports: their rows and files, never what they brought in."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.runs.files import forget_files

Deleted = tuple[list[str], dict[str, int], set[str], list[str]]


def what_goes(runs: Iterable[ImportRun]) -> Deleted:
    """Imports and how many rows go with them, as `get_deleted_objects` returns it.

    Django would list every row. What is under way is protected: it has to be cancelled first.
    """
    chosen = list(runs)
    rows = ImportRow.objects.filter(run__in=chosen).order_by().count()
    under_way = [
        _("%(file)s is %(state)s: cancel it first.")
        % {"file": run, "state": run.get_state_display()}
        for run in chosen
        if run.is_working
    ]
    counts = {_("imports"): len(chosen), _("rows of imports"): rows}
    return [str(run) for run in chosen], counts, set(), under_way


def forget_files_of(runs: Iterable[ImportRun]) -> None:
    """Delete what they keep on the disk, once their rows are gone for good."""
    for pk in [run.pk for run in runs]:
        transaction.on_commit(lambda pk=pk: forget_files(pk))  # type: ignore[misc]
