"""How far an import is: for the bar on its page, which asks again every second or two."""

from __future__ import annotations

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.imports.permissions import demand
from backoffice.imports.run.numbers import sentence
from backoffice.imports.run.time_left import time_left
from catalog.imports import runs
from catalog.imports.models import ImportRun


def show_progress(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """As JSON: state, is_working, share (null where there is no telling) and words for people."""
    demand(request, "view")
    return JsonResponse(look(run))


def look(run: ImportRun) -> dict[str, Any]:
    """What the page shows of a run that is worked on."""
    run.refresh_from_db()
    progress = runs.progress(run)
    return {
        "state": progress.state,
        "label": run.get_state_display(),
        "is_working": run.is_working,
        "share": progress.share,
        "words": _words(run, progress),
        "numbers": sentence(run),
    }


def _words(run: ImportRun, progress: runs.Progress) -> str:
    if progress.is_stalled:
        return _("No worker has come to it for a while. Tell whoever runs the shop.")
    if run.is_working and run.is_cancelled:
        return _("It stops after what is under way.")
    if progress.is_waiting and progress.ahead:
        return ngettext(
            "It waits: %(count)d import comes before it.",
            "It waits: %(count)d imports come before it.",
            progress.ahead,
        ) % {"count": progress.ahead}
    if progress.is_waiting and not progress.done:
        return _("It waits for a worker.")
    if run.state == ImportRun.State.FETCHING:
        return _("The file is being fetched from its address.")
    told = _("%(done)s products") % {"done": intcomma(progress.done)}
    if progress.total:
        numbers = {"done": intcomma(progress.done), "total": intcomma(progress.total)}
        told = _("%(done)s of %(total)s products") % numbers
    if progress.seconds_left is None:
        return told
    return f"{told}, {time_left(progress.seconds_left)}"
