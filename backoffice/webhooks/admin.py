"""Webhooks: where messages go, what they tell of, and whether they are taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice.demand import demand
from backoffice.editing.admin import SharedAdmin
from backoffice.webhooks.columns import WAITING, events_shown, state_shown, waiting_shown
from backoffice.webhooks.form import EndpointForm
from backoffice.webhooks.secret import make_new_secret, may_reveal, show_secret, to_endpoint
from webhooks.endpoints.state import go_on
from webhooks.models import Endpoint
from webhooks.outbox.sending_anew import send_test


class EndpointAdmin(SharedAdmin):
    form = EndpointForm
    list_display = ["__str__", state_shown, events_shown, waiting_shown, "succeeded_at"]
    list_filter = ["is_paused"]
    list_per_page = 50
    search_fields = ["address", "description"]
    actions = ["test_selected"]
    readonly_fields = [state_shown, waiting_shown, "succeeded_at", "failing_since"]  # type: ignore[list-item]
    fieldsets = [
        (None, {"fields": ["address", "description", "events", "is_paused"]}),
        (gettext_lazy("How it stands"), {"fields": list(readonly_fields)}),
    ]
    change_form_template = "admin/webhooks/endpoint/endpoint.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        endpoints: QuerySet[Any] = super().get_queryset(request).annotate(waiting=WAITING)
        return endpoints

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "address":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_paused" in form.changed_data and not obj.is_paused:
            go_on(obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        context["may_reveal"] = may_reveal(request)
        context["may_test"] = self.has_change_permission(request)
        return super().render_change_form(request, context, *args, **kw)

    def get_urls(self) -> list[URLPattern]:
        pages = {"secret": self._show_secret, "new_secret": make_new_secret, "test": self._test}
        return [
            *(self._page(f"<int:pk>/{name}/", name, view) for name, view in pages.items()),
            *super().get_urls(),
        ]

    def _page(
        self, route: str, name: str, view: Callable[[HttpRequest, Endpoint], HttpResponse]
    ) -> URLPattern:
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            return view(request, get_object_or_404(Endpoint, pk=pk))

        inner = self.admin_site.admin_view(require_POST(answer))
        return path(route, inner, name=f"webhooks_endpoint_{name}")

    def _show_secret(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        page = show_secret(request, endpoint)
        self.log_change(request, endpoint, _("The secret was shown."))
        page.context_data |= {**self.admin_site.each_context(request), "opts": self.opts}  # type: ignore[attr-defined]
        return page

    def _test(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        demand(self.has_change_permission(request))
        self._send_tests(request, [endpoint])
        return to_endpoint(endpoint)

    @admin.action(description=gettext_lazy("Send a test to the selected"), permissions=["change"])
    def test_selected(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        self._send_tests(request, queryset)

    def _send_tests(self, request: HttpRequest, endpoints: Any) -> None:
        for endpoint in endpoints:
            if endpoint.is_paused:
                told = _("%(endpoint)s is paused; let it go on before you test it.")
                self.message_user(request, told % {"endpoint": endpoint}, messages.WARNING)
                continue
            send_test(endpoint)
            told = _("A test is on its way to %(endpoint)s; its messages tell what came of it.")
            self.message_user(request, told % {"endpoint": endpoint}, messages.SUCCESS)
