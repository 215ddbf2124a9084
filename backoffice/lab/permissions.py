"""Who may do what in the lab, by Django's own rights.

To look takes the right to view judgements and, as drafts stand in the lab too, to view products.
To judge, to vote in blind tests and to grade by judgements takes the right to add judgements. A
blind test is begun and closed by whoever may add and change blind tests.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def may_look(request: HttpRequest) -> bool:
    has = request.user.has_perm
    sees_products = has("catalog.view_product") or has("catalog.change_product")
    return has("evaluation.view_judgement") and sees_products


def may_judge(request: HttpRequest) -> bool:
    return may_look(request) and request.user.has_perm("evaluation.add_judgement")


def person(request: HttpRequest) -> User:
    """Whoever is logged in; raises PermissionDenied."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user
