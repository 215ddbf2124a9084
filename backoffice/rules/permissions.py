"""Who may do what with rules, by Django's own rights on them.

view: look at rules and at the list that they make. add and change, both: arrange a list, which
makes rules, changes them and ends them. Products are offered to whoever may view products.
"""

from __future__ import annotations

from django.http import HttpRequest


def may_see_rules(request: HttpRequest) -> bool:
    """Who may change rules may look at them."""
    has = request.user.has_perm
    return has("recommendations.view_rule") or has("recommendations.change_rule")


def may_add_rule(request: HttpRequest) -> bool:
    return request.user.has_perm("recommendations.add_rule")


def may_arrange(request: HttpRequest) -> bool:
    return may_add_rule(request) and request.user.has_perm("recommendations.change_rule")
