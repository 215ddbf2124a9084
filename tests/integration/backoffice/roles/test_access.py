"""Each role gets into what its permissions name, and into nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.template.response import SimpleTemplateResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, reverse

from backoffice.roles.table import ROLES
from catalog.models import Product
from tests.integration.backoffice.roles.access_table import (
    ACTIONS,
    EVERYBODY,
    NOBODY,
    PAGES,
    POSTED,
    QUERY,
    VERBS,
)

pytestmark = pytest.mark.django_db
PAYLOAD = {
    **{"post": "yes", "name": "Changed", "slug": "changed", "sku": "CHANGED", "price": "1"},
    **{"wish": "let-in", "group": "1", "step": "mend", "verdict": "up", "recipe": "hog"},
}
"""What a change would look like, to pages of any kind."""
NAMES = [role.name for role in ROLES]


def named_pages(patterns: Any = None) -> Iterator[URLPattern]:
    """All pages of the admin; without names are only redirects of Django's to those with."""
    for pattern in admin.site.urls[0] if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from named_pages(pattern.url_patterns)
        elif pattern.name:
            yield pattern


def permissions_of_page(name: str) -> list[str]:
    """Those of which one is needed."""
    if name in PAGES:
        return PAGES[name].split("|")
    app, model, page = name.split("_", 2)
    assert page in VERBS, f"{name} has no line in access_table.py"
    return [f"{app}.{verb}_{model}" for verb in VERBS[page]]


def may(user: User, permissions: list[str]) -> bool:
    if permissions in ([EVERYBODY], [NOBODY]):
        return permissions == [EVERYBODY]
    return any(user.has_perm(permission) for permission in permissions)


def somebody(role: str) -> User:
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return user


def address_of(pattern: URLPattern, product: Product) -> str:
    keys = set(pattern.pattern.converters)
    if keys == {"content_type_id", "object_id"}:
        args: list[Any] = [ContentType.objects.get_for_model(Product).pk, product.pk]
    elif keys:
        model = next(m for m in admin.site._registry if prefix(m) == prefix_of(pattern))
        args = [model._default_manager.earliest("pk").pk]
    else:
        args = ["catalog"] if pattern.name == "app_list" else []
    return reverse(f"admin:{pattern.name}", args=args)


def prefix(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def prefix_of(pattern: URLPattern) -> str:
    return "_".join(str(pattern.name).split("_")[:2])


@pytest.fixture
def unwritten_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may open a page is decided before it is written: writing 500 of them takes 10 s."""

    def leave_empty(response: SimpleTemplateResponse) -> SimpleTemplateResponse:
        response.content = b""
        return response

    monkeypatch.setattr(SimpleTemplateResponse, "render", leave_empty)


@pytest.mark.parametrize("role", [*NAMES, "none"])
@pytest.mark.usefixtures("unwritten_pages")
def test_a_role_opens_what_its_permissions_name(full_shop, role) -> None:
    user, client = somebody(role), Client()
    wrong = []
    client.force_login(user)
    for pattern in sorted(named_pages(), key=lambda pattern: pattern.name == "logout"):
        name = str(pattern.name)
        ask = client.post if name in POSTED else client.get
        answer = ask(f"{address_of(pattern, full_shop)}?{QUERY.get(name, '')}")
        if (answer.status_code != 403) != may(user, permissions_of_page(name)):
            wrong.append(f"{name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", [*NAMES, "none"])
def test_a_list_offers_the_actions_that_a_role_may_do(role) -> None:
    request = RequestFactory().get("/")
    request.user = somebody(role)
    offered, expected = set(), set()
    for model, model_admin in admin.site._registry.items():
        offered |= {
            f"{model._meta.label_lower}.{each}" for each in model_admin.get_actions(request)
        }
        if model_admin.has_delete_permission(request):
            expected.add(f"{model._meta.label_lower}.delete_selected")
    expected |= {name for name, needs in ACTIONS.items() if may(request.user, needs.split("|"))}
    assert offered == expected


@pytest.mark.usefixtures("unwritten_pages")
def test_who_may_only_look_changes_nothing_whatever_is_sent(full_shop, client) -> None:
    client.force_login(somebody("Read-only"))
    client.get("/admin/")
    before = all_rows()
    for pattern in sorted(named_pages(), key=lambda pattern: pattern.name == "logout"):
        client.post(address_of(pattern, full_shop), PAYLOAD)
    for model in admin.site._registry:
        rows = [str(pk) for pk in model._default_manager.values_list("pk", flat=True)]
        of_model = f"{model._meta.label_lower}."
        own = [name.removeprefix(of_model) for name in ACTIONS if name.startswith(of_model)]
        for name in ["delete_selected", *own]:
            sent = {"action": name, "_selected_action": rows, "post": "yes"}
            client.post(reverse(f"admin:{prefix(model)}_changelist"), sent)
    assert all_rows() == before


def all_rows() -> dict[str, list[Any]]:
    """What stands in the database, but for who is logged in and how often they tried."""
    passing = {"sessions", "accounts"}
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label not in passing
    }


def test_every_page_and_action_stands_in_the_table() -> None:
    pages = {str(pattern.name) for pattern in named_pages()}
    of_models = {f"{prefix(m)}_{verb}" for m in admin.site._registry for verb in VERBS}
    assert pages - of_models - PAGES.keys() == set()
    assert PAGES.keys() - pages == set()
    actions = {
        f"{model._meta.label_lower}.{name}"
        for model, model_admin in admin.site._registry.items()
        for _action, name, _words in model_admin._get_base_actions()  # type: ignore[attr-defined]
    }
    assert {name for name in actions if not name.endswith(".delete_selected")} == ACTIONS.keys()


def test_nothing_answers_who_is_no_staff(full_shop, client, django_user_model) -> None:
    client.force_login(django_user_model.objects.create_user("shopper"))
    to_everybody = {"login", "login_code", "logout", "jsi18n"}
    for pattern in named_pages():
        if pattern.name not in to_everybody:
            answer = client.post(address_of(pattern, full_shop))
            assert answer.status_code == 302, pattern.name
            assert answer.headers["Location"].startswith("/admin/login/"), pattern.name
