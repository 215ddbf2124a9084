from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.integration.web.served_shop import ServedShop


@pytest.fixture
def serve(transactional_db) -> Iterator[Callable[..., ServedShop]]:
    """Serve the shop: serve(processes=2, ALLOWED_HOSTS="shop.example"); gone after the test."""
    shops: list[ServedShop] = []

    def start(**options: object) -> ServedShop:
        shops.append(ServedShop(**options))  # type: ignore[arg-type]
        return shops[-1]

    yield start
    for shop in shops:
        shop.close()
