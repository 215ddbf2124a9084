"""The fixtures of the tests that need the shop's servers; tests/unit has a conftest of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

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


class _FilesAndServers(LoadFileScheduling):
    """A file's tests share a process, and so do all tests of an engine whose server starts slowly.

    Milvus takes 20 s and 400 MB; in each of the processes it would take them again.
    """

    def _split_scope(self, nodeid: str) -> str:
        if "/embeddings/index/" in nodeid and "milvus" in nodeid.lower():
            return "milvus"
        return super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _FilesAndServers:
    """What --dist loadfile would do, with the exception above."""
    return _FilesAndServers(config, log)
