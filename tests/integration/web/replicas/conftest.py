"""What tests of read replicas share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from catalog.models import Category, Product
from tests.factories import ProductFactory
from tests.fixtures.replication import Pair
from web.keys.making import add_secret
from web.keys.models import ApiKey


@pytest.fixture
def db(django_db_setup: None) -> None:
    """The tests' database is made, to be copied; Django's own fixture would allow no copy."""


class ServedClient(Client):
    """Begins each request as a server does: connections that broke are made anew."""

    def request(self, **request: Any) -> Any:
        close_old_connections()
        return super().request(**request)


@pytest.fixture
def client() -> Client:
    return ServedClient()


@pytest.fixture
def vase(replicated: Callable[[], None]) -> Iterator[Product]:
    """A product that both servers have."""
    made = ProductFactory.create(sku="V-1", slug="vase", name="Old name")
    replicated()
    yield made
    close_old_connections()  # the primary may have been killed
    Product.objects.all().delete()
    Category.objects.all().delete()


@pytest.fixture
def paused(pair: Pair, vase: Product) -> Iterator[Callable[[], None]]:
    """The replica replays nothing, until it is called or the test ends."""

    def resume() -> None:
        pair.replica.run("SELECT pg_wal_replay_resume()")

    pair.replica.run("SELECT pg_wal_replay_pause()")
    yield resume
    resume()


@pytest.fixture
def renamed(vase: Product, paused: Callable[[], None]) -> Callable[[], None]:
    """The product has another name on the primary than on the replica, until it is called."""
    Product.objects.update(name="New name")
    return paused


@pytest.fixture
def secret(replicated: Callable[[], None]) -> Iterator[str]:
    """The secret of a key that may write, on both servers."""
    key = ApiKey.objects.create(name="ERP", scopes=["write"])
    made = add_secret(key)
    replicated()
    yield made
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE keys_apikey CASCADE")


def name_on_page(client: Client, **headers: str) -> str:
    """What the product is called on its page."""
    response = client.get("/p/vase/", headers=headers)
    assert response.status_code == 200
    html = response.content.decode()
    (name,) = {name for name in ("Old name", "New name") if name in html}
    return name


def name_in_api(client: Client, **headers: str) -> str:
    """What it is called by the API."""
    response = client.get("/api/v1/products/vase/", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()["name"]
