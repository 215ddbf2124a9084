"""The page on which staff say what a file's columns mean, before anything is made of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.imports.permissions import demand
from backoffice.imports.recognised.columns_form import ColumnsForm
from backoffice.imports.recognised.forms import forms_of
from backoffice.imports.steps import offered
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError

TEMPLATE = "admin/catalog/importrun/columns.html"


def show_columns(request: HttpRequest, run: ImportRun, context: dict[str, Any]) -> HttpResponse:
    """One form: how the file is read, and what its columns then mean. Nothing is kept before both
    fit each other; "read it again" only shows the columns that there would be."""
    demand(request, "change")
    page = reverse("admin:catalog_importrun_change", args=[run.pk])
    if "correct" not in offered(request, run):
        messages.warning(request, _("The columns can no longer be given another meaning."))
        return HttpResponseRedirect(page)
    try:
        reading, columns = forms_of(request, run)
    except (RefusedError, OSError) as problem:
        messages.error(request, _words(problem))
        return HttpResponseRedirect(page)
    if columns.is_bound and _saved(columns):
        if "_check" in request.POST:
            return _check(request, run, page)
        messages.success(request, _("The meaning of the columns was kept."))
        return HttpResponseRedirect(request.path)
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            **context,
            "title": _("What the columns mean"),
            "subtitle": str(run),
            "run": run,
            "reading_form": reading,
            "columns_form": columns,
            "media": columns.media,
        },
    )


def _saved(form: ColumnsForm) -> bool:
    """False with the reason on the form."""
    if not form.is_valid():
        return False
    try:
        form.save()
    except (RefusedError, OSError) as problem:
        form.add_error(None, _words(problem))
        return False
    return True


def _check(request: HttpRequest, run: ImportRun, page: str) -> HttpResponse:
    try:
        runs.check(run)
    except RefusedError as refusal:  # somebody else was quicker
        messages.warning(request, str(refusal))
    return HttpResponseRedirect(page)


def _words(problem: Exception) -> str:
    if isinstance(problem, RefusedError):
        return str(problem)
    return _("The file of this import cannot be read.")
