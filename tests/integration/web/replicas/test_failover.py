"""The primary is killed under writes and the replica promoted: what was acknowledged is there."""

from __future__ import annotations

import threading

from django.test import Client

from catalog.models import Product
from infra.replicas.watch import watch
from tests.fixtures.replication import Pair
from tests.integration.web.replicas.conftest import name_in_api, name_on_page
from tests.waiting import wait_until

_SYNCHRONOUS = ("synchronous_standby_names = '*'", "synchronous_commit = on")


def test_after_a_failover_all_goes_on_and_nothing_is_lost(
    secret, client: Client, vase, pair: Pair, settings
) -> None:
    settings.VITRINE_RATE_LIMITS = False
    for setting in _SYNCHRONOUS:
        pair.primary.run(f"ALTER SYSTEM SET {setting}")
    pair.primary.run("SELECT pg_reload_conf()")
    key = {"authorization": f"Bearer {secret}"}

    def put(number: int):
        product = {"name": f"Cup {number}", "category": ["Vases"], "price": "1.00"}
        address = f"/api/v1/products/by-sku/C-{number}/"
        return client.put(address, product, "application/json", headers=key)

    acknowledged = []
    killing = threading.Timer(0.5, pair.primary.kill)
    killing.start()
    while (response := put(len(acknowledged))).status_code == 201:
        acknowledged.append(response.json()["sku"])
    killing.join()
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert acknowledged

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
