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
from backoffice.imports.recognised.reading_form import ReadingForm
from backoffice.imports.steps import offered
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError

TEMPLATE = "admin/catalog/importrun/columns.html"


def show_columns(request: HttpRequest, run: ImportRun, context: dict[str, Any]) -> HttpResponse:
    """Two forms: how the file is read, which recognises it anew, and what its columns mean."""
    demand(request, "change")
    page = reverse("admin:catalog_importrun_change", args=[run.pk])
    if "correct" not in offered(request, run):
        messages.warning(request, _("The columns can no longer be given another meaning."))
        return HttpResponseRedirect(page)
    try:
        preview = runs.preview(run)
        sent = request.POST if request.method == "POST" else None
        is_reading = bool(sent) and "_read" in request.POST
        reading = ReadingForm(run, preview, sent if is_reading else None)
        columns = ColumnsForm(request, run, preview, None if is_reading else sent)
    except (RefusedError, OSError) as problem:
        messages.error(request, _words(problem))
        return HttpResponseRedirect(page)
    if sent and _saved(reading if is_reading else columns):
        if is_reading:
            messages.success(request, _("The file was read again like this."))
            return HttpResponseRedirect(request.path)
        if "_check" not in request.POST:
            messages.success(request, _("The meaning of the columns was kept."))
            return HttpResponseRedirect(request.path)
        return _check(request, run, page)
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            **context,
            "title": _("What the columns mean"),
            "subtitle": str(run),
            "run": run,
            "preview": preview,
            "reading_form": reading,
            "columns_form": columns,
            "media": columns.media,
        },
    )


def _saved(form: ReadingForm | ColumnsForm) -> bool:
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


