"""The fixtures of the tests that need the shop's servers; tests/unit has a conftest of its own."""

from __future__ import annotations

pytest_plugins = [
    "tests.fixtures.real_data",
    "tests.fixtures.servers_away",
    "tests.fixtures.networks",
    "tests.fixtures.shop",
    "tests.fixtures.random_spaces",
    "tests.fixtures.uploads",
    "tests.fixtures.celery_worker",
    "tests.fixtures.browser",
]
