"""The fixtures of the tests that need the shop's servers; tests/unit has a conftest of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = [
    "tests.fixtures.decoders",
    "tests.fixtures.milvus_servers",
    "tests.fixtures.emptying",
    "tests.fixtures.real_data",
    "tests.fixtures.servers_away",
    "tests.fixtures.networks",
    "tests.fixtures.replication",
    "tests.fixtures.shop",
    "tests.fixtures.random_spaces",
    "tests.fixtures.shards",
    "tests.fixtures.uploads",
    "tests.fixtures.celery_worker",
    "tests.fixtures.browser",
    "tests.fixtures.bucket",
    "tests.fixtures.clock",
]

# What waits long comes first and what is quick last, so that where some processes share the files
# none is left with minutes of work while the others have none.
_FOLDERS = ("worker", "browser", "integration", "unit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders in order, and their files; a file's tests stay in the order they are in."""

    def place(item: pytest.Item) -> tuple[int, Path]:
        path = item.path.relative_to(Path(__file__).parent)
        return _FOLDERS.index(path.parts[0]), path

    items.sort(key=place)
