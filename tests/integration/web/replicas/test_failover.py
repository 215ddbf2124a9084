"""A freeze of the replica and the end of the primary, under a web process and under writes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from catalog.models import Product
from infra.replicas.watch import watch
from tests.fixtures.replication import Pair
from tests.integration.web.replicas.conftest import name_in_api
from tests.integration.web.served_shop import ServedShop
from tests.waiting import ends_within, wait_until

_SYNCHRONOUS = ("synchronous_standby_names = '*'", "synchronous_commit = on")
_BEFORE = 5  # writes that are acknowledged before the primary is killed under others
_VISITORS = 4  # at once: as many as the process has threads


@pytest.fixture(scope="module")
def pair(django_db_setup: None) -> Iterator[Pair]:
    """Two servers of its own, for only one of them is left."""
    made = Pair()
    yield made
    made.remove()


@pytest.fixture
def shop(vase, pair: Pair) -> Iterator[ServedShop]:
    """A web process that is told of both by its environment."""
    host = str(pair.replica.sockets).replace("/", "%2F")
    name = connections.settings["default"]["NAME"]
    served = ServedShop(DATABASE_REPLICA_URLS=f"postgresql://postgres@{host}/{name}")
    yield served
    served.close()


@pytest.fixture
def put(secret: str, client: Client, settings) -> Callable[[int], Any]:
    """A machine's write of a product, in this process; its response."""
    settings.VITRINE_RATE_LIMITS = False

    def put(number: int) -> Any:
        product = {"name": f"Cup {number}", "category": ["Vases"], "price": "1.00", "stock": 1}
        return client.put(
            f"/api/v1/products/by-sku/C-{number}/",
            product,
            "application/json",
            headers={"authorization": f"Bearer {secret}"},
        )

    return put


def ready(shop: ServedShop) -> dict[str, Any]:
    """What /readyz says of the replicas; it is 200 all the while."""
    status, _headers, body = shop.get("/readyz")
    assert status == 200, body
    return json.loads(body)["checks"]["replicas"]


def visit(shop: ServedShop) -> set[int]:
    """What visitors hear who come at once."""
    with ThreadPoolExecutor(_VISITORS) as visitors:
        return set(visitors.map(shop.status, ["/p/vase/"] * _VISITORS))


def test_all_goes_on_and_nothing_is_lost(
    shop: ServedShop, put, secret, client: Client, pair: Pair
) -> None:
    wait_until(lambda: ready(shop)["usable"] == 1, 20)
    assert visit(shop) == {200}
    ((reading,),) = pair.replica.run(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%catalog_product%'"
        " AND pid <> pg_backend_pid()"
    )
    assert reading, "visitors are answered by the replica"

    with pair.replica.frozen(), ends_within(4):
        assert visit(shop) == {200}
    wait_until(lambda: ready(shop)["usable"] == 1, 20)

    for setting in _SYNCHRONOUS:
        pair.primary.run(f"ALTER SYSTEM SET {setting}")
    pair.primary.run("SELECT pg_reload_conf()")
    acknowledged: list[str] = []
    killing = threading.Timer(0.05, pair.primary.kill)
    while (response := put(len(acknowledged))).status_code == 201:
        acknowledged.append(response.json()["sku"])
        if len(acknowledged) == _BEFORE:
            killing.start()
    assert response.status_code == 503, response.content
    assert response["Retry-After"] == "5"
    killing.join()

    wait_until(lambda: "the primary is away" in ready(shop).get("message", ""), 20)
    assert visit(shop) == {200}
    wait_until(lambda: not watch.get().view().primary_answers, 30)
    # What it wrote last may not have come through: an older answer is better than none.
    assert name_in_api(client, authorization=f"Bearer {secret}") == "Old name"
    assert put(len(acknowledged)).status_code == 503

    pair.replica.run("SELECT pg_promote()")
    wait_until(lambda: put(len(acknowledged)).status_code in (200, 201), 20)
    assert set(acknowledged) <= set(Product.objects.values_list("sku", flat=True))
    wait_until(lambda: ready(shop)["ok"], 20)
    assert visit(shop) == {200}
