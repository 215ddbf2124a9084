"""Blind tests in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice.badges import badge
from backoffice.demand import demand
from backoffice.lab.blind.begin import show_begin
from backoffice.lab.blind.question import show_test
from backoffice.lab.permissions import may_judge, person
from evaluation.blind.models import BlindTest
from evaluation.blind.result import close
from evaluation.blind.vote import VoteRefusedError, vote


class BlindTestAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """View: look at tests and results. Add: begin one. Change: close it. Votes: `may_judge`."""

    list_display = ["__str__", "state", "questions_asked", "created_by", "created_at"]
    list_select_related = ["created_by"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlindTest]:
        found: QuerySet[BlindTest] = super().get_queryset(request)
        return found.annotate(asked=Count("questions"))

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"evaluation_blindtest_{name}",
            )
            for name, view in (("vote", self._vote), ("close", self._close))
        ] + super().get_urls()

    @admin.display(description=gettext_lazy("state"))
    def state(self, test: BlindTest) -> str:
        return badge("ready", _("closed")) if test.closed_at else badge("pending", _("open"))

    @admin.display(description=gettext_lazy("products"))
    def questions_asked(self, test: Any) -> int:
        return int(test.asked)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return show_begin(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        test = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, test):
            raise PermissionDenied
        if test is None:
            messages.warning(request, _("There is no such test. Perhaps it was deleted?"))
            return HttpResponseRedirect(reverse("admin:evaluation_blindtest_changelist"))
        return show_test(request, test)

    def _vote(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(may_judge(request) and self.has_view_or_change_permission(request))
        test = get_object_or_404(BlindTest, pk=pk)
        number = request.POST.get("question", "")
        try:
            wanted = int(number) if number.isdecimal() and len(number) < 5 else 0
            vote(test, person(request), number=wanted, side=request.POST.get("side", ""))
        except VoteRefusedError as error:
            messages.error(request, str(error))
        return _to(test)

    def _close(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(self.has_change_permission(request))
        test = get_object_or_404(BlindTest, pk=pk)
        close(test)
        return _to(test)


def _to(test: BlindTest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:evaluation_blindtest_change", args=[test.pk]))
