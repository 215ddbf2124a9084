"""Who may not do what a page is for is told so: 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


def demand(is_allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not is_allowed:
        raise PermissionDenied
