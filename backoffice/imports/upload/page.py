"""The page on which a file is chosen."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.imports.permissions import may
from backoffice.imports.upload.form import UploadForm
from catalog.imports.models import ImportRun

TEMPLATE = "admin/catalog/importrun/upload.html"


def show_upload(request: HttpRequest, model_admin: admin.ModelAdmin[ImportRun]) -> HttpResponse:
    """The form; once the file is kept, the page of its columns."""
    form = UploadForm(request, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid() and form.run is not None:
        model_admin.log_addition(request, form.run, _("A file was chosen."))
        if form.run.is_working:
            messages.success(request, _("The file is being fetched."))
        else:
            messages.success(request, _("The file was read. Nothing has been imported yet."))
        return HttpResponseRedirect(_after(request, form.run))
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            "opts": model_admin.opts,
            "title": _("Import a file"),
            "form": form,
            "media": form.media,
            "has_view_permission": may(request, "view"),
        },
        status=400 if form.errors else 200,
    )


def _after(request: HttpRequest, run: ImportRun) -> str:
    """Where whoever sent the file may go."""
    if may(request, "change") and not run.is_working:
        return reverse("admin:catalog_importrun_columns", args=[run.pk])
    if may(request, "view"):
        return reverse("admin:catalog_importrun_change", args=[run.pk])
    return reverse("admin:index")
