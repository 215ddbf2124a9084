"""A device on which somebody has logged in before, known by a signed cookie.

As OWASP's "device cookies": who holds one is not slowed down by strangers' guesses at the account.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.guard.keys import account_id

_COOKIE = "vitrine_device"
_SALT = "accounts.guard.device"
_KEPT_SECONDS = 90 * 24 * 3_600


def known_device(request: HttpRequest, name: str) -> str:
    """The device's own number, where this account has logged in on it; else empty."""
    try:
        cookie = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        return ""
    return str(cookie["device"]) if cookie["account"] == account_id(name) else ""


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """After a log-in; the cookie says neither who nor where to anybody else."""
    device = known_device(request, name) or get_random_string(22)
    response.set_cookie(
        _COOKIE,
        signing.dumps({"device": device, "account": account_id(name)}, salt=_SALT),
        max_age=_KEPT_SECONDS,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
