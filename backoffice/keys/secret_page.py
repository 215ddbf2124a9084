"""The page on which a key's new secret is told, once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from web.keys.models import ApiKey


def show_secret(model_admin: Any, request: HttpRequest, key: ApiKey, secret: str) -> Any:
    """Kept by no cache; whoever loads it again sees the key without its secret."""
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": key,
        "title": _("The secret of %(name)s") % {"name": key.name},
        "secret": secret,
    }
    response = TemplateResponse(request, "admin/keys/apikey/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response
