"""Django's admin site, and what it does otherwise: how staff come in, and their own account."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache


class StaffSite(AdminSite):
    """Imports are late: the site is made before the apps are loaded."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from backoffice.login.code_view import ask_for_code
        from backoffice.own_account.second_factor import show_second_factor
        from backoffice.own_account.sessions import show_sessions

        return [
            path("login/code/", ask_for_code, {"site": self}, name="login_code"),
            path("account/sessions/", self.admin_view(show_sessions), name="own_sessions"),
            path(
                "account/second-factor/",
                self.admin_view(show_second_factor),
                name="own_second_factor",
            ),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from backoffice.lists.autocomplete import LabelledAutocomplete

        return LabelledAutocomplete.as_view(admin_site=self)(request)

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        from backoffice.login.view import show_login

        return show_login(request, self, extra_context or {})

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from django.contrib.auth.models import User
        from django.contrib.auth.views import PasswordChangeView

        from accounts.sessions.ending import end_other_sessions
        from backoffice.own_account.password_form import GuardedPasswordChangeForm

        view = PasswordChangeView.as_view(
            form_class=GuardedPasswordChangeForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        response = view(request)
        if isinstance(response, HttpResponseRedirect):
            # They would let nobody in any more, but be listed as if they did.
            end_other_sessions(cast(User, request.user), request.session.session_key or "")
        return cast(TemplateResponse, response)
