"""Every page of the admin answers, for every model that is in it."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.integration.backoffice.roles.access_table import NOBODY, PAGES

MODELS = [pytest.param(model, id=model._meta.label) for model in admin.site._registry]


@pytest.mark.parametrize("model", MODELS)
def test_every_list_answers(admin_client: Client, full_shop, model) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"

    assert admin_client.get(reverse(name)).status_code == 200
    assert admin_client.get(reverse(name), {"q": "red \0"}).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_every_add_page_answers(admin_client: Client, full_shop, model) -> None:
    page = admin_client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"))

    name = f"{model._meta.app_label}_{model._meta.model_name}_add"
    assert page.status_code == (403 if PAGES.get(name) == NOBODY else 200)


@pytest.mark.parametrize("model", MODELS)
def test_every_change_page_answers(admin_client: Client, full_shop, model) -> None:
    row = model._default_manager.first()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert admin_client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert admin_client.get(reverse(f"{name}_history", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("address", ["admin:index", "admin:login", "admin:password_change"])
def test_the_other_pages_answer(client: Client, admin_user, address) -> None:
    if address != "admin:login":
        client.force_login(admin_user)

    assert client.get(reverse(address)).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "http:///x", "\0"],
)
def test_an_unsafe_next_at_log_in_leads_to_the_first_page(
    client: Client, admin_user, address
) -> None:
    page = client.post(
        reverse("admin:login", query={"next": address}),
        {"username": "admin", "password": "password", "next": address},
        follow=True,
    )

    assert page.redirect_chain == [(reverse("admin:index"), 302)]
    assert page.status_code == 200
