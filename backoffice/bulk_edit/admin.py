"""Bulk edits: which were made, by whom, how far they are, and the page of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.bulk_edit.asking import STEPS, asking
from backoffice.bulk_edit.page import show, show_progress
from backoffice.bulk_edit.permissions import may_view
from backoffice.bulk_edit.words import in_words
from backoffice.demand import demand
from backoffice.read_only import ReadOnlyAdmin
from catalog.models import BulkEdit

View = Callable[[HttpRequest, BulkEdit], HttpResponse]


class BulkEditAdmin(ReadOnlyAdmin):
    """They begin in the list of products; here is what became of them."""

    list_display = ["what", "total", "state_shown", "user", "created_at"]
    list_display_links = ["what"]
    list_filter = ["state", "kind"]
    list_select_related = ["user"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkEdit]:
        return super().get_queryset(request).defer("product_ids")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_view(request)

    def get_urls(self) -> list[URLPattern]:
        of_edit: dict[str, View] = {
            "progress": show_progress,
            **{step: asking(step) for step in STEPS},
        }
        pages = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self._with_edit(view)),
                name=f"catalog_bulkedit_{name}",
            )
            for name, view in of_edit.items()
        ]
        return [*pages, *super().get_urls()]

    def _with_edit(self, view: View) -> Callable[[HttpRequest, int], HttpResponse]:
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            return view(request, get_object_or_404(self.get_queryset(request), pk=pk))

        return answer

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        demand(may_view(request))
        edit = self.get_object(request, object_id)
        if edit is None:
            messages.warning(request, _("There is no such bulk edit any more."))
            return HttpResponseRedirect(reverse("admin:catalog_product_changelist"))
        return show(request, edit, {"opts": self.opts})

    @admin.display(description=gettext_lazy("what"))
    def what(self, edit: BulkEdit) -> str:
        return in_words(edit)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, edit: BulkEdit) -> SafeString:
        return badge(edit.state, edit.get_state_display())
