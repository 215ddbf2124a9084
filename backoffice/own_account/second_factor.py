"""The page on which staff set up, renew and remove their second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.guard import TooManyAttemptsError, count_attempt, keys_of_code, take_back
from accounts.guard.device import known_device
from accounts.second_factor import codes, enrolling
from accounts.sessions.ending import end_other_sessions

Shown = dict[str, Any]
"""What the page says beside what stands in the database; empty: go back to the page."""

_BEGUN = "second_factor_begun"
_SECONDS = 600
"""So long after the password a code of the new key is taken."""


@sensitive_post_parameters("password", "code")
def show_second_factor(request: HttpRequest) -> HttpResponse:
    """`step`: one of `_STEPS`. All but the confirming code ask for the password again."""
    user = cast(User, request.user)  # the admin lets nobody else in
    shown: Shown = {}
    step = _STEPS.get(request.POST.get("step", ""))
    if request.method == "POST" and step is not None:
        shown = _run(step, request, user)
        if not shown:
            return HttpResponseRedirect(request.path)
    has = codes.has_second_factor(user)
    context = {
        **admin.site.each_context(request),
        "title": _("Second factor"),
        "has": has,
        "codes_left": codes.recovery_codes_left(user) if has else 0,
        **shown,
    }
    response = TemplateResponse(request, "admin/own_account/second_factor.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _run(step: Callable[[HttpRequest, User], Shown], request: HttpRequest, user: User) -> Shown:
    """Guesses are counted here, too: a session left open is not yet the password."""
    name = user.get_username()
    keys = keys_of_code(name, device=known_device(request, name))
    try:
        count_attempt(keys)
    except TooManyAttemptsError as refusal:
        return {"problem": str(refusal)}
    if step is _confirm or user.check_password(request.POST.get("password", "")):
        shown = step(request, user)
    else:
        shown = {"problem": _("The password is not right.")}
    if "problem" not in shown:
        take_back(keys)
    return shown


def _begin(request: HttpRequest, user: User) -> Shown:
    device = enrolling.begin(user)
    request.session[_BEGUN] = {"key": device.pk, "until": time.time() + _SECONDS}
    return _to_confirm(device)


def _confirm(request: HttpRequest, user: User) -> Shown:
    device = _begun_here(request, user)
    if device is None:
        return {"problem": _("Please begin again with your password.")}
    new = enrolling.confirm(user, device.pk, request.POST.get("code", ""))
    if not new:
        return {**_to_confirm(device), "problem": _("This code is not right. Is the clock right?")}
    # Whoever came in with the password alone, comes in no more.
    end_other_sessions(user, request.session.session_key or "")
    return {"codes": new}


def _renew(request: HttpRequest, user: User) -> Shown:
    return {"codes": codes.new_recovery_codes(user)}


def _remove(request: HttpRequest, user: User) -> Shown:
    enrolling.remove(user)
    messages.success(request, _("You log in with the password alone."))
    return {}


_STEPS = {"begin": _begin, "confirm": _confirm, "renew": _renew, "remove": _remove}


def _begun_here(request: HttpRequest, user: User) -> TOTPDevice | None:
    """The key for which this session gave the password, a little while ago; no other is shown."""
    kept = request.session.get(_BEGUN)
    if not kept or kept["until"] < time.time():
        return None
    return enrolling.begun(user, kept["key"])


def _to_confirm(device: TOTPDevice) -> Shown:
    return {"qr_code": enrolling.qr_code(device), "key": enrolling.typed_key(device)}
