"""What can be asked of a run: which buttons its page has, and what happens when one is pressed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from backoffice.imports.permissions import may
from catalog.imports import runs
from catalog.imports.models import ImportRun

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

    Only what a page shows: `runs` itself looks again, with the run's row locked.
    """
    if not may(request, "change"):
        return set()
    found = runs.possible(run)
    return found | {"correct"} if "check" in found else found
