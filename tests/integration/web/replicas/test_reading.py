"""Who reads from a streaming replica and who does not; each change here is one that it lacks."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertNumQueries

from catalog.models import Product
from tests.integration.web.replicas.conftest import name_in_api, name_on_page
from web.keys.models import KeySecret


@pytest.fixture
def staff() -> Client:
    """Whoever has a session: staff alone do."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "of-somebody"
    return client


def test_visitors_read_pages_and_the_api_from_the_replica(client: Client, renamed) -> None:
    assert name_on_page(client) == name_in_api(client) == "Old name"
    listed = client.get("/api/v1/products/").json()
    assert [each["name"] for each in listed["results"]] == ["Old name"]
    assert client.head("/p/vase/").status_code == 200


def test_staff_read_from_the_primary(staff: Client, renamed) -> None:
    assert name_on_page(staff) == "New name"


def test_the_admin_is_the_primarys(client: Client, vase, monkeypatch) -> None:
    monkeypatch.setattr("web.replicas.middleware.reading_from", None)  # no replica is asked
    assert client.get("/admin/login/").status_code == 200


def test_what_is_kept_by_the_catalogues_state_is_of_the_server_that_answers(
    client: Client, staff: Client, renamed, replicated
) -> None:
    Product.objects.update(brand="New brand")
    asked = "/api/v1/brands/"
    for _time in range(2):  # by turns, in one process
        old, new = client.get(asked), staff.get(asked)
        assert "New brand" not in old.content.decode()
        assert "New brand" in new.content.decode()
        assert old["ETag"] != new["ETag"]
    known = {"if-none-match": new["ETag"]}
    assert client.get(asked, headers=known).status_code == 200, "the replica has no such state"
    assert staff.get(asked, headers=known).status_code == 304
    renamed()
    replicated()
    assert client.get(asked, headers=known).status_code == 304


def test_a_page_asks_no_more_of_a_replica_than_of_the_primary(
    client: Client, staff: Client, vase
) -> None:
    client.get("/p/vase/")
    with assertNumQueries(0):
        client.get("/p/vase/")


def test_what_is_written_while_reading_goes_to_the_primary(secret, client: Client, renamed) -> None:
    assert name_in_api(client, authorization=f"Bearer {secret}") == "Old name"
    assert KeySecret.objects.get().used_at is not None


def test_migrations_are_the_primarys(vase) -> None:
    call_command("makemigrations", "--check", "--dry-run")
