"""The log-in page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.guard import TooManyAttemptsError
from accounts.guard.device import remember_device
from accounts.second_factor.codes import has_second_factor
from backoffice.login.form import GuardedLoginForm
from backoffice.login.waiting import wait_for_code

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


def show_login(
    request: HttpRequest, site: AdminSite, extra_context: dict[str, Any]
) -> HttpResponse:
    """As Django's admin does it; who is in already goes to the first page."""
    index = reverse("admin:index", current_app=site.name)
    if request.method == "GET" and site.has_permission(request):
        return HttpResponseRedirect(index)
    context = {
        **site.each_context(request),
        "title": _("Log in"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        **extra_context,
    }
    if REDIRECT_FIELD_NAME not in request.GET | request.POST:
        context[REDIRECT_FIELD_NAME] = index
    return cast(HttpResponse, _PasswordView.as_view(extra_context=context)(request))


class _PasswordView(LoginView):
    template_name = "admin/login.html"
    authentication_form = GuardedLoginForm

    def form_valid(self, form: Any) -> HttpResponse:
        user: User = form.get_user()
        if has_second_factor(user):
            wait_for_code(self.request, user, then=self.get_success_url())
            return HttpResponseRedirect(reverse("admin:login_code"))
        login(self.request, user)
        return come_in(self.request, user, self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        return refused(response, form.refusal)


def come_in(request: HttpRequest, user: User, address: str) -> HttpResponse:
    """Lead on who has logged in, and know the device the next time."""
    response = HttpResponseRedirect(address)
    remember_device(request, response, user.get_username())
    return response


def refused(response: HttpResponse, refusal: TooManyAttemptsError | None) -> HttpResponse:
    """The page with the form, which programs understand too where one has to wait."""
    if refusal is not None:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(refusal.retry_after_seconds)
    return response
