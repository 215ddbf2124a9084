"""One import: where it stands, what it is about in numbers, and what can be asked of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from backoffice.imports.permissions import may
from backoffice.imports.run.numbers import numbers
from backoffice.imports.run.progress import look
from backoffice.imports.steps import offered
from catalog.imports.formats import format_named
from catalog.imports.models import ImportRun
from catalog.imports.problems import FileRefusedError

TEMPLATE = "admin/catalog/importrun/run.html"


def show_run(request: HttpRequest, run: ImportRun, context: dict[str, Any]) -> HttpResponse:
    """Whoever may view imports sees it; buttons have those who may change them."""
    steps = offered(request, run)
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            **context,
            "title": str(run),
            "run": run,
            "original": run,
            "format": _format_of(run),
            "progress": look(run),
            "numbers": numbers(run),
            "steps": steps,
            "next_step": "apply" if "apply" in steps else "correct",
            "report_address": reverse("admin:catalog_importrun_report", args=[run.pk]),
            "has_problems": bool(run.counts.get("refused") or run.counts.get("pictures_refused")),
            "may_delete": may(request, "delete") and not run.is_working,
        },
    )


def _format_of(run: ImportRun) -> str:
    try:
        return str(format_named(str(run.mapping.get("format", ""))).label)
    except FileRefusedError:  # a format that is no longer offered
        return ""
