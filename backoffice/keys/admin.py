"""Keys of the API: who made them, what they may do, and when they were last used."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice.editing.admin import SharedAdmin
from backoffice.keys.columns import scopes_shown, state_shown, used_shown, with_use
from backoffice.keys.form import KeyForm, may_give
from backoffice.keys.secret_page import show_secret
from backoffice.keys.steps import OVERLAPS, revoke_key, rotate_key
from web.keys.making import add_secret


class ApiKeyAdmin(SharedAdmin):
    form = KeyForm
    change_form_template = "admin/keys/apikey/change_form.html"
    list_display = ["name", scopes_shown, state_shown, used_shown, "expires_at", "created_by"]
    list_select_related = ["created_by"]
    list_per_page = 50
    search_fields = ["name"]
    readonly_fields: ClassVar[Any] = [state_shown, used_shown, "created_by", "created_at"]
    fieldsets = [
        (None, {"fields": ["name", "scopes", "requests_per_minute", "expires_at"]}),
        (gettext_lazy("Trusted callers"), {"fields": ["forwards_shoppers"]}),
        (gettext_lazy("How it stands"), {"fields": list(readonly_fields)}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_use(super().get_queryset(request))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.user = request.user
        return form

    def get_urls(self) -> list[URLPattern]:
        steps = {"rotate": rotate_key, "revoke": revoke_key}
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(require_POST(partial(step, self))),
                name=f"keys_apikey_{name}",
            )
            for name, step in steps.items()
        ] + super().get_urls()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kw: Any) -> HttpResponse:
        super().response_add(request, obj, *args, **kw)  # notes that this form was saved
        page: HttpResponse = show_secret(self, request, obj, add_secret(obj))
        return page

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        key = context.get("original")
        if key is not None and not key.revoked_at and self.has_change_permission(request):
            context["may_rotate"] = may_give(request.user, key.scopes)
            context["overlaps"] = OVERLAPS
            context["secrets"] = list(key.secrets.all())
            context["may_revoke"] = True
        return super().render_change_form(request, context, *args, **kw)
