"""What a button of an import's page sends: a step is asked for, and noted in the history."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from backoffice.imports.permissions import demand
from backoffice.imports.steps import ASKED, STEPS
from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError


def asking(
    step: str, model_admin: admin.ModelAdmin[ImportRun]
) -> Callable[[HttpRequest, ImportRun], HttpResponseBase]:
    """The view of a step, one of STEPS: it leads back to the page, which tells what came of it."""

    def ask(request: HttpRequest, run: ImportRun) -> HttpResponseBase:
        demand(request, "change")
        try:
            with transaction.atomic():
                STEPS[step](run)
                model_admin.log_change(request, run, str(ASKED[step]))
        except RefusedError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, ASKED[step])
        return HttpResponseRedirect(reverse("admin:catalog_importrun_change", args=[run.pk]))

    return require_POST(ask)
