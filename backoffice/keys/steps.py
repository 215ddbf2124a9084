"""What is done to a key besides editing it: another secret, or the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.keys.form import may_give
from backoffice.keys.secret_page import show_secret
from catalog.history import Changes, Door, record
from web.keys.making import revoke, rotate
from web.keys.models import ApiKey

OVERLAPS = (0, 1, 24, 168)
"""Hours for which the old secret goes on, as the form offers them."""


def rotate_key(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """POST hours=24: a new secret, told once; the old one lets in for so long."""
    key = _key(model_admin, request, pk)
    hours = request.POST.get("hours", "")
    if not may_give(request.user, key.scopes) or key.revoked_at:
        raise PermissionDenied
    if hours not in map(str, OVERLAPS):
        return _back(key)
    secret = rotate(key, overlap=timedelta(hours=int(hours)))
    _note(request, key, {"secret": ["", _("replaced")]})
    page: HttpResponse = show_secret(model_admin, request, key, secret)
    return page


def revoke_key(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """POST: from the next request on nobody comes in by this key."""
    key = _key(model_admin, request, pk)
    if not key.revoked_at:
        revoke(key)
        _note(request, key, {"secret": ["", _("revoked")]})
    told = _("“%(name)s” lets nobody in any more.") % {"name": key.name}
    messages.success(request, told)
    return _back(key)


def _key(model_admin: Any, request: HttpRequest, pk: int) -> ApiKey:
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    return get_object_or_404(ApiKey, pk=pk)


def _note(request: HttpRequest, key: ApiKey, changes: Changes) -> None:
    user: Any = request.user
    record([(key, changes)], by=user, door=Door.ADMIN)


def _back(key: ApiKey) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:keys_apikey_change", args=[key.pk]))
