"""Who may do what with spaces, by Django's own rights on them.

view: look at spaces and at the work on them. add: create. change: build, tune, compare, activate
(now, or once a new one is built), roll back, and cancel any of it. delete: give a space up.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def may(request: HttpRequest, verb: str) -> bool:
    """verb: view, add, change or delete. Who may change spaces may look at them."""
    has = request.user.has_perm
    return has(f"embeddings.{verb}_embeddingspace") or (
        verb == "view" and has("embeddings.change_embeddingspace")
    )


def demand(request: HttpRequest, verb: str) -> None:
    """Raises PermissionDenied."""
    if not may(request, verb):
        raise PermissionDenied
