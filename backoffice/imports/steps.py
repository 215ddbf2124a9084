"""What can be asked of a run: which buttons its page has, and what happens when one is pressed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from backoffice.imports.permissions import may
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs.transitions import may_be_checked

State = ImportRun.State

STEPS: dict[str, Callable[[ImportRun], None]] = {
    "check": runs.check,
    "apply": runs.apply,
    "cancel": runs.cancel,
    "undo": runs.undo,
}
ASKED = {
    "check": gettext_lazy("The file is being checked."),
    "apply": gettext_lazy("The import has begun."),
    "cancel": gettext_lazy("The import stops after what is under way."),
    "undo": gettext_lazy("The import is being undone."),
}


def offered(request: HttpRequest, run: ImportRun) -> set[str]:
    """Names of STEPS, and "correct" where columns may still be given another meaning.

    Only what a page shows: `runs` itself decides again, with the run's row locked.
    """
    if not may(request, "change") or not run.file:
        return set()
    if run.is_working:
        return set() if run.is_cancelled else {"cancel"}
    rows = run.rows.order_by()
    found = {"check", "correct"} if may_be_checked(run) else set()
    is_stopped = run.state in (State.CANCELLED, State.FAILED)
    if (run.state == State.CHECKED or is_stopped) and run.total:
        found |= set() if rows.filter(is_undone=True).exists() else {"apply"}
    is_done = is_stopped or run.state in (State.APPLIED, State.UNDONE)
    if is_done and rows.filter(is_applied=True, is_undone=False).exists():
        found.add("undo")
    return found
