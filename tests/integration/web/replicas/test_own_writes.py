"""Who has just changed something is shown it, though the replica has not got it yet."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from catalog.models import Product
from infra.replicas.choosing import replicas_for
from infra.replicas.position import NOT_YET
from tests.integration.web.replicas.conftest import name_in_api, name_on_page
from web.replicas.own_writes import COOKIE


def test_a_machine_is_shown_what_it_has_written(secret, client: Client, paused, replicated) -> None:
    key = {"authorization": f"Bearer {secret}"}
    saved = client.patch(
        "/api/v1/products/by-sku/V-1/", {"name": "New name"}, "application/json", headers=key
    )
    assert saved.status_code == 200, saved.content
    assert COOKIE not in saved.cookies
    assert name_in_api(client, **key) == name_on_page(client, **key) == "New name"
    assert name_in_api(client) == "Old name", "anybody else may be told what was"
    paused()
    replicated()
    (name,) = cache._cache.get_client().keys(  # type: ignore[attr-defined]
        "*written:*"
    )
    written = cache.get(name.decode().split(":", 2)[2])
    assert replicas_for(written=written) == ["replica_1"]


def test_a_browser_is_shown_what_was_written_in_it(client: Client, renamed) -> None:
    User.objects.create_superuser("owner", password="a long one")
    logged_in = client.post("/admin/login/", {"username": "owner", "password": "a long one"})
    assert logged_in.status_code == 302
    kept = logged_in.cookies[COOKIE]
    assert kept["httponly"]
    assert 0 < kept["max-age"] < 60
    assert kept.value.split(":")[0].isdecimal(), "a position in a log, and nothing of a person"
    del client.cookies[settings.SESSION_COOKIE_NAME]
    assert name_on_page(client) == "New name"
    assert name_on_page(Client()) == "Old name"


def test_a_cookie_of_somebody_elses_making_counts_for_nothing(client: Client, renamed) -> None:
    client.cookies[COOKIE] = f"{NOT_YET}:forged"
    assert name_on_page(client) == "Old name"


def test_who_writes_nothing_gets_no_cookie(client: Client, vase) -> None:
    told = client.post("/photo/", headers={"origin": "http://testserver"})
    assert told.status_code < 500
    assert COOKIE not in told.cookies


def test_while_the_cache_is_away_who_has_a_key_reads_from_the_primary(
    secret, client: Client, renamed, settings
) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/cache.sock"}
    }
    assert name_in_api(client, authorization=f"Bearer {secret}") == "New name"
    assert name_in_api(client) == "Old name"
    assert Product.objects.get().name == "New name"
