"""Whether whoever calls may do what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.access.errors import key_needed, scope_missing
from web.keys.models import ApiKey

if TYPE_CHECKING:  # views read their default permissions while they are imported
    from rest_framework.views import APIView


class HasScope(BasePermission):
    """What a view's `scopes` name for a method, the caller's key must hold; all else is open."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        scope = getattr(view, "scopes", {}).get(request.method)
        if scope is None:
            return True
        if not isinstance(request.auth, ApiKey):
            raise key_needed()
        if not request.auth.may(scope):
            raise scope_missing(scope)
        return True


def sees_drafts(request: Request) -> bool:
    """Whether the caller's key shows what shoppers do not see."""
    key = request.auth
    return isinstance(key, ApiKey) and (key.may("staff") or key.may("write"))
