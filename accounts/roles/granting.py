"""Roles become groups, and each permission is given to them once.

What is given is written down. So a permission that comes with a later version reaches the group
of its role, and one that the shop took away is not given again; nor is a group that it deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.roles.models import GivenRole, RoleGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A kind of work: its name for good, what its group is called at first, what it may do."""

    key: str
    name: str
    permissions: tuple[str, ...]
    """As `app.codename`."""


def give_roles(roles: Iterable[Role]) -> None:
    """Make the groups that were never made, and give what was never given.

    A permission that is not there yet, as its app is not, is given the next time.
    """
    with transaction.atomic():
        for role in roles:
            given = _given(role)
            if given.group is not None:
                _give(given, given.group, role.permissions)


def _given(role: Role) -> GivenRole:
    given = GivenRole.objects.filter(pk=role.key).select_related("group").first()
    if given is None:
        # A group of this name that the shop made itself is its own: nobody in it gains anything.
        group = Group.objects.create(name=_free_name(role.name))
        given = GivenRole.objects.create(role=role.key, group=group)
    return given


def _free_name(wanted: str) -> str:
    taken = set(Group.objects.values_list("name", flat=True))
    others = (f"{wanted} (Vitrine {number})" for number in count(2))
    return next(n for n in chain([wanted, f"{wanted} (Vitrine)"], others) if n not in taken)


def _give(given: GivenRole, group: Group, wanted: Sequence[str]) -> None:
    before = set(given.grants.values_list("permission", flat=True))
    new = {name: pk for name, pk in _permissions(wanted).items() if name not in before}
    group.permissions.add(*new.values())
    RoleGrant.objects.bulk_create(RoleGrant(role=given, permission=name) for name in new)


def _permissions(wanted: Sequence[str]) -> dict[str, int]:
    named = Permission.objects.annotate(
        full=Concat(F("content_type__app_label"), Value("."), F("codename"))
    )
    return dict(named.filter(full__in=wanted).values_list("full", "pk"))
