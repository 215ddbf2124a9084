"""The tests' own servers: real ones, on a folder that goes away with the run.

A pytest plugin (`-p tests.servers` in pyproject.toml), because Django reads its settings before any
conftest.py is looked at, and they come from the environment. Servers start with the first test
that asks for them, and stop after the last.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_NOT_FOR_TESTS = (
    *("DATABASE_URL", "DATABASE_REPLICA_URLS", "REDIS_URL", "CACHE_URL"),
    *("VITRINE_ENCODER", "VITRINE_MEDIA_URL", "DEBUG"),
    # Set in most containers: each of the hundred programs that tests start would be compiled anew.
    "PYTHONDONTWRITEBYTECODE",
)
# What these tests keep need not outlive the machine. Vacuuming in the background would come
# between a test and its plans; what it is for is done by tests/fixtures/emptying.py.
_POSTGRES = {
    **{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
    "autovacuum": "off",
}
# Real weights and labelled pictures, where the checkout has them beside it.
_SHARED = _ROOT.parent / "shared" / "data"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Describe the tests' own shop in the environment, for this process and those it starts."""
    data = Path(tempfile.mkdtemp(prefix="vitrine-test-"))
    early_config.add_cleanup(lambda: shutil.rmtree(data, ignore_errors=True))
    for name in _NOT_FOR_TESTS:
        os.environ.pop(name, None)
    sys.dont_write_bytecode = False
    os.environ["VITRINE_DATA"] = str(data)
    # What is begun is done in one go, however busy the machine.
    os.environ["VITRINE_TEND_SECONDS"] = "300"
    if "PYTEST_XDIST_WORKER" in os.environ:
        # These processes share the cores: threads of each would wait for those of the others.
        os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    os.environ["SECRET_KEY"] = "for-tests-only-" + "x" * 50
    if _SHARED.is_dir():
        os.environ.setdefault("VITRINE_WEIGHTS_DIR", str(_SHARED / "weights"))
        os.environ.setdefault("VITRINE_TEST_DATA", str(_SHARED))


@pytest.fixture(scope="session")
def servers() -> Iterator[None]:
    """PostgreSQL, the broker and the cache."""
    import psycopg

    from demo.servers import database_url, ensure_services, stop_services_if_last

    data = Path(os.environ["VITRINE_DATA"])
    ensure_services()
    with psycopg.connect(database_url(data), autocommit=True) as connection:
        for name, value in _POSTGRES.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    yield
    stop_services_if_last(data)
