"""Who may do what with findings.

hygiene.view_finding: look at them. hygiene.change_finding: dismiss them, and take that back.
Whoever mends one needs the rights on what it changes as well (`Mend.permissions`), such as
catalog.change_product.
"""

from __future__ import annotations

from django.http import HttpRequest

from hygiene.findings.decide import mends_of
from hygiene.findings.models import Finding
from hygiene.kinds.base import Mend
from hygiene.kinds.registry import KINDS


def may_decide(request: HttpRequest) -> bool:
    """Whether the user may dismiss findings."""
    return request.user.has_perm("hygiene.change_finding")


def may_look(request: HttpRequest) -> bool:
    return request.user.has_perm("hygiene.view_finding") or may_decide(request)


def may_mend(request: HttpRequest, way: Mend) -> bool:
    """Whether the user may change what this way of mending changes."""
    return may_look(request) and request.user.has_perms(way.permissions)


def may_mend_any(request: HttpRequest) -> bool:
    """Whether the user may mend anything at all."""
    return any(may_mend(request, way) for kind in KINDS.values() for way in kind.mends)


def mends_for(request: HttpRequest, finding: Finding) -> list[Mend]:
    """The ways in which this user may mend it; the first is the usual one."""
    return [way for way in mends_of(finding) if may_mend(request, way)]
