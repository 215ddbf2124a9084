"""What a button of a bulk edit's page sends; short work is done before the next page shows."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from backoffice.bulk_edit.permissions import may_change
from backoffice.demand import demand
from catalog.bulk_edits import transitions
from catalog.bulk_edits.working import work
from catalog.models import BulkEdit
from catalog.refusals import RefusedError

INLINE_SECONDS = 0.7
"""So long whoever pressed the button waits; some 1,000 products are done in it."""
STEPS = ("apply", "undo", "cancel")


def asking(step: str) -> Callable[[HttpRequest, BulkEdit], HttpResponse]:
    """The view of one of STEPS; it leads back to the page, which tells what came of it."""

    def ask(request: HttpRequest, edit: BulkEdit) -> HttpResponse:
        demand(may_change(request, edit))
        try:
            begin(edit, step, token=request.POST.get("token", ""), by=request.user)
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:catalog_bulkedit_change", args=[edit.pk]))

    return require_POST(ask)


def begin(edit: BulkEdit, step: str, *, token: str | None, by: transitions.Person) -> None:
    """Ask for a step, and do what little time allows. Raises BulkEditRefusedError."""
    if step == "apply":
        transitions.apply(edit, token=token, by=by)
    elif step == "undo":
        transitions.undo(edit, by=by)
    else:
        transitions.cancel(edit)
    work(seconds=INLINE_SECONDS, only=edit.pk)
    edit.refresh_from_db()
