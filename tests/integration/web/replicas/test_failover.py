"""The primary is killed under writes and the replica promoted: what was acknowledged is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.test import Client

from catalog.models import Product
from infra.replicas.watch import watch
from tests.fixtures.replication import Pair
from tests.integration.web.replicas.conftest import name_in_api, name_on_page
from tests.waiting import wait_until

_BEFORE = 5  # writes that are acknowledged before the primary is killed under others
_SYNCHRONOUS = ("synchronous_standby_names = '*'", "synchronous_commit = on")


@pytest.fixture(scope="module")
def pair(django_db_setup: None) -> Iterator[Pair]:
    """Two servers of its own, for only one of them is left."""
    made = Pair()
    yield made
    made.remove()


def test_after_a_failover_all_goes_on_and_nothing_is_lost(
    secret, client: Client, vase, pair: Pair, settings
) -> None:
    settings.VITRINE_RATE_LIMITS = False
    for setting in _SYNCHRONOUS:
        pair.primary.run(f"ALTER SYSTEM SET {setting}")
    pair.primary.run("SELECT pg_reload_conf()")
    key = {"authorization": f"Bearer {secret}"}

    def put(number: int):
        product = {"name": f"Cup {number}", "category": ["Vases"], "price": "1.00", "stock": 1}
        address = f"/api/v1/products/by-sku/C-{number}/"
        return client.put(address, product, "application/json", headers=key)

    acknowledged: list[str] = []
    killing = threading.Timer(0.05, pair.primary.kill)
    while (response := put(len(acknowledged))).status_code == 201:
        acknowledged.append(response.json()["sku"])
        if len(acknowledged) == _BEFORE:
            killing.start()
    assert response.status_code == 503, response.content
    killing.join()
    assert response["Retry-After"] == "5"

    wait_until(lambda: not watch.get().view().primary_answers, 10)
    assert name_on_page(client) == "Old name"
    assert name_in_api(client, **key) == "Old name", "what it wrote last may not have come through"
    assert put(len(acknowledged)).status_code == 503
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert "the primary is away" in ready.json()["checks"]["replicas"]["message"]

    pair.replica.run("SELECT pg_promote()")
    wait_until(lambda: put(len(acknowledged)).status_code in (200, 201), 20)
    assert set(acknowledged) <= set(Product.objects.values_list("sku", flat=True))
    wait_until(lambda: watch.get().view().primary_answers, 10)
    assert client.get("/readyz").json()["checks"]["replicas"]["ok"]
    assert name_on_page(client) == "Old name"
