"""The second page of a log-in: the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from accounts.guard import TooManyAttemptsError, count_attempt, keys_of_code, take_back
from accounts.guard.device import known_device
from accounts.second_factor.codes import is_right_code
from backoffice.login.view import come_in, refused
from backoffice.login.waiting import Waiting, who_waits

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "off"}
        ),
    )


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
def ask_for_code(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """A wrong code may be followed by another, as often as a wrong password."""
    waiting = who_waits(request)
    if waiting is None:
        messages.info(request, _("Please log in with your password first."))
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.POST or None)
    refusal = None
    if form.is_valid():
        try:
            if _is_right(request, waiting, form.cleaned_data["code"]):
                login(request, waiting.user, backend=_BACKEND)
                return come_in(request, waiting.user, waiting.then)
            form.add_error("code", _("This code is not right, or it was used already."))
        except TooManyAttemptsError as refused_for_now:
            refusal = refused_for_now
            form.add_error(None, str(refusal))
    context = {**site.each_context(request), "title": _("Second factor"), "form": form}
    response = TemplateResponse(request, "admin/login_code.html", context)
    return refused(response, refusal)


def _is_right(request: HttpRequest, waiting: Waiting, code: str) -> bool:
    name = waiting.user.get_username()
    keys = keys_of_code(name, device=known_device(request, name))
    count_attempt(keys)
    if not is_right_code(waiting.user, code):
        return False
    take_back(keys)
    return True
