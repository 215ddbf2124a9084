"""Imports: which files came in, who brought them, how far they are, and the pages of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backoffice.imports import columns
from backoffice.imports.asking import asking
from backoffice.imports.deletion import forget_files_of, what_goes
from backoffice.imports.downloads.exports import KINDS, send_catalogue
from backoffice.imports.downloads.report import send_report
from backoffice.imports.downloads.templates import TEMPLATES, send_template
from backoffice.imports.recognised.page import show_columns
from backoffice.imports.run.page import show_run
from backoffice.imports.run.progress import show_progress
from backoffice.imports.run.rows import show_rows
from backoffice.imports.steps import STEPS
from backoffice.imports.upload.page import show_upload
from backoffice.lists.bounded_paginator import BoundedPaginator
from catalog.imports.models import ImportRun

View = Callable[[HttpRequest, ImportRun], HttpResponseBase]


class ImportRunAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Django's list and its rights; the pages of a run are this app's own, made of `runs`."""

    list_display = ["name", "user", "created_at", columns.state_shown, columns.numbers_shown]
    list_filter = ["state", "created_at"]
    list_select_related = ["user"]
    list_per_page = 50
    show_full_result_count = False
    glossary = ("dry_run", "feed")
    paginator = BoundedPaginator
    search_fields = ["name", "user__username"]

    def get_urls(self) -> list[URLPattern]:
        of_run: dict[str, View] = {
            "columns": self._show_columns,
            "rows": self._show_rows,
            "progress": show_progress,
            "report": send_report,
            **{step: asking(step, self) for step in STEPS},
        }
        pages = [
            self._page(f"<int:pk>/{name}/", name, self._with_run(view))
            for name, view in of_run.items()
        ]
        pages += [
            self._page(f"template.{kind}", f"template_{kind}", send_template, kind=kind)
            for kind in TEMPLATES
        ]
        pages += [
            self._page(f"export.{kind}", f"export_{kind}", send_catalogue, kind=kind)
            for kind in KINDS
        ]
        return [*pages, *super().get_urls()]

    def _page(self, route: str, name: str, view: Callable[..., Any], **more: str) -> URLPattern:
        inner = self.admin_site.admin_view(view)
        return path(route, inner, more, name=f"catalog_importrun_{name}")

    def _with_run(self, view: View) -> Callable[..., HttpResponseBase]:
        def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
            return view(request, get_object_or_404(self.get_queryset(request), pk=pk))

        return answer

    # Pages

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return show_upload(request, self)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        run = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, run):
            raise PermissionDenied
        if run is None:
            messages.warning(request, _("There is no such import. Perhaps it was deleted?"))
            return HttpResponseRedirect(reverse("admin:catalog_importrun_changelist"))
        return show_run(request, run, self._context())

    def _show_columns(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        return show_columns(request, run, self._context())

    def _show_rows(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        return show_rows(request, run, self._context())

    def _context(self) -> dict[str, Any]:
        return {"opts": self.opts}

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return what_goes(objs)

    def delete_model(self, request: HttpRequest, obj: ImportRun) -> None:
        forget_files_of([obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ImportRun]) -> None:
        forget_files_of(queryset)
        super().delete_queryset(request, queryset)
