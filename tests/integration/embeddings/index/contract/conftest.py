"""The engines that are held to the contract, each with a shop of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.embeddings.index.contract.engines import (
    CONTENDERS,
    Engine,
    Shop,
)


@pytest.fixture(params=CONTENDERS)
def engine(request) -> Engine:
    chosen = CONTENDERS[request.param]
    if chosen.needs:
        request.getfixturevalue(chosen.needs)
    return chosen


@pytest.fixture
def make_shop(random_catalogue, engine) -> Callable[..., Shop]:
    """Make a catalogue of so many products with their vectors, searched by the engine."""
    return lambda products, **options: Shop(random_catalogue(products, **options), engine)
