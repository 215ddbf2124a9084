"""Keys are made in the admin, shown once, and given no more than their maker may do."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from catalog.history import Change
from tests.factories import StaffFactory
from web.keys.finding import KeyRefusedError, find_key
from web.keys.models import ApiKey, Scope

pytestmark = pytest.mark.django_db
ADD = "admin:keys_apikey_add"
SENT = {"name": "ERP", "requests_per_minute": "600", "expires_at_0": "", "expires_at_1": ""}


def secret_in(response) -> str:
    assert "no-store" in response["Cache-Control"]
    return re.search(r'value="(vitrine_[^"]+)"', response.content.decode())[1]


def test_a_key_is_made_shown_once_replaced_and_revoked(admin_client: Client) -> None:
    secret = secret_in(admin_client.post(reverse(ADD), {**SENT, "scopes": ["read", "write"]}))
    key = find_key(secret)
    assert (key.name, key.scopes, key.created_by.username) == ("ERP", ["read", "write"], "admin")
    page = reverse("admin:keys_apikey_change", args=[key.pk])
    shown = admin_client.get(page).content.decode()
    assert secret not in shown
    assert secret.split("_")[1] in shown
    new = secret_in(
        admin_client.post(reverse("admin:keys_apikey_rotate", args=[key.pk]), {"hours": "24"})
    )
    assert find_key(secret) == find_key(new) == key
    admin_client.post(reverse("admin:keys_apikey_revoke", args=[key.pk]))
    with pytest.raises(KeyRefusedError):
        find_key(new)
    history = Change.objects.filter(kind="keys.apikey")
    assert [list(each.changes) for each in history[:2]] == [["secret"], ["secret"]]
    assert history.count() == 3
    listed = admin_client.get(reverse("admin:keys_apikey_changelist")).content.decode()
    assert "revoked" in listed


def test_nobody_gives_a_key_more_than_they_may_do(client: Client) -> None:
    client.force_login(StaffFactory.create(permissions=["add_apikey", "change_apikey"]))
    refused = client.post(reverse(ADD), {**SENT, "scopes": ["write"]})
    assert "You may not do all of this yourself." in refused.content.decode()
    assert secret_in(client.post(reverse(ADD), {**SENT, "scopes": ["read", "events"]}))
    key = ApiKey.objects.create(name="Other", scopes=[Scope.WRITE])
    rotate = reverse("admin:keys_apikey_rotate", args=[key.pk])
    assert client.post(rotate, {"hours": "0"}).status_code == 403
