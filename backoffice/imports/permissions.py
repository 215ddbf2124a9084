"""Who may do what with imports, by Django's own rights on them.

view: look at runs, their rows and reports. add: bring a file in. change: say what its columns
mean, check, import, cancel and undo; it is the right to change products by file. delete: forget a
run. Exports show every product, unpublished ones too, and ask for the right to view products.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def may(request: HttpRequest, verb: str) -> bool:
    """verb: view, add, change or delete. Who may change imports may look at them."""
    has = request.user.has_perm
    return has(f"catalog.{verb}_importrun") or (verb == "view" and has("catalog.change_importrun"))


def may_export(request: HttpRequest) -> bool:
    has = request.user.has_perm
    return has("catalog.view_product") or has("catalog.change_product")


def demand(request: HttpRequest, verb: str) -> None:
    """Raises PermissionDenied."""
    if not may(request, verb):
        raise PermissionDenied
