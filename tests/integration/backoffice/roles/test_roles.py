"""The groups that a shop starts with, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.roles.granting import Role, give_roles
from accounts.roles.models import GivenRole, RoleGrant
from backoffice.roles.table import ROLES

pytestmark = pytest.mark.django_db
EDITOR = next(role for role in ROLES if role.key == "catalogue_editor")


def permissions_of(name: str) -> set[str]:
    group = Group.objects.get(name=name)
    found = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.key)
def test_a_fresh_shop_has_the_role_with_all_that_it_may(role: Role) -> None:
    assert permissions_of(role.name) == set(role.permissions)


def test_everybody_sees_every_list_but_those_of_accounts() -> None:
    lists = {
        f"{model._meta.app_label}.view_{model._meta.model_name}"
        for model in admin.site._registry
        if model._meta.app_label not in ("auth", "webhooks")  # their addresses may be secret
    }
    for role in ROLES:
        assert lists - set(role.permissions) == set(), role.name


def test_no_role_may_give_itself_more() -> None:
    dangerous = Permission.objects.filter(content_type__app_label="auth").exclude(
        codename__startswith="view_"
    )
    assert not Group.objects.filter(permissions__in=dangerous).exists()
    read_only = permissions_of("Read-only")
    assert {name for name in read_only if ".view_" not in name} == set()


def test_what_the_shop_changed_stays_so_after_the_next_migrate() -> None:
    group = Group.objects.get(name=EDITOR.name)
    taken = Permission.objects.get(codename="delete_product")
    added = Permission.objects.get(codename="delete_rule")
    group.permissions.remove(taken)
    group.permissions.add(added)
    Group.objects.get(name="Merchandiser").delete()
    call_command("migrate", verbosity=0)
    wanted = {*EDITOR.permissions, "recommendations.delete_rule"} - {"catalog.delete_product"}
    assert permissions_of(EDITOR.name) == wanted
    assert not Group.objects.filter(name="Merchandiser").exists()


def test_what_comes_with_a_later_version_reaches_the_role_under_its_new_name() -> None:
    group = Group.objects.get(name=EDITOR.name)
    group.name = "Redaktion"
    group.save()
    give_roles([replace(EDITOR, permissions=(*EDITOR.permissions, "recommendations.add_rule"))])
    assert "recommendations.add_rule" in permissions_of("Redaktion")
    assert not Group.objects.filter(name=EDITOR.name).exists()


def test_a_permission_that_is_not_there_yet_is_given_once_it_is() -> None:
    role = replace(EDITOR, permissions=(*EDITOR.permissions, "catalog.weigh_product"))
    give_roles([role])
    like = Permission.objects.get(codename="view_product")
    Permission.objects.create(
        content_type=like.content_type, codename="weigh_product", name="Can weigh"
    )
    give_roles([role])
    assert "catalog.weigh_product" in permissions_of(EDITOR.name)


def test_a_group_of_the_same_name_that_the_shop_made_gains_nothing() -> None:
    RoleGrant.objects.all().delete()
    GivenRole.objects.all().delete()
    Group.objects.all().delete()
    own = [Group.objects.create(name=name) for name in ("Read-only", "Operator")]
    own.append(Group.objects.create(name="Operator (Vitrine)"))
    call_command("migrate", verbosity=0)
    assert not any(group.permissions.exists() for group in own)
    assert "embeddings.add_embeddingspace" in permissions_of("Operator (Vitrine 2)")
    assert "catalog.view_product" in permissions_of("Read-only (Vitrine)")
