"""An index is built with the memory and the workers that it needs and the server can give."""

from __future__ import annotations

import pytest
from django.db import connection

from embeddings.index import IndexStatus, vector_index
from embeddings.index.pgvector.maintenance import build_session as index_session
from embeddings.index.pgvector.maintenance.build_session import Server, building_session, plan_build
from embeddings.index.pgvector.tuning import Tuning

pytestmark = pytest.mark.django_db(transaction=True)

MB = 1024**2
TUNING = Tuning()


def server(*, maintenance: int, buffers: int, workers: int = 2, most: int = 8) -> Server:
    return Server(maintenance * MB, buffers * MB, workers, most)


SMALL = server(maintenance=64, buffers=128)
BIG = server(maintenance=64, buffers=4096)


@pytest.mark.parametrize(
    ("has", "rows", "dimensions", "megabytes", "workers"),
    [
        (SMALL, 5_000, 256, 64, 2),
        (SMALL, 60_000, 256, 79, 2),
        (SMALL, 1_000_000, 256, 256, 4),
        (BIG, 60_000, 256, 79, 2),
        (BIG, 1_000_000, 256, 1323, 4),
        (BIG, 1_000_000, 2048, 5083, 4),
        (BIG, 4_000_000, 2048, 8192, 4),
        (server(maintenance=6000, buffers=128, workers=6), 1_000_000, 2048, 5083, 6),
    ],
)
def test_memory_follows_the_space_up_to_what_the_server_has(
    has, rows, dimensions, megabytes, workers
) -> None:
    memory, taken = plan_build(has, rows=rows, dimensions=dimensions, tuning=TUNING)
    assert (memory // MB, taken) == (megabytes, workers)


def test_too_little_memory_is_said(caplog: pytest.LogCaptureFixture) -> None:
    plan_build(SMALL, rows=1_000_000, dimensions=256, tuning=TUNING)
    assert "needs 1323 MB" in caplog.text
    assert "allow 256 MB" in caplog.text
    caplog.clear()
    plan_build(BIG, rows=1_000_000, dimensions=256, tuning=TUNING)
    assert not caplog.text


def test_a_real_server_tells_what_it_has_and_the_session_is_set_up(random_space) -> None:
    space = random_space(60)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '7s'")  # as in a web process
    with building_session(space, tuning=TUNING) as cursor:
        assert cursor is not None
        cursor.execute(
            "SELECT current_setting('maintenance_work_mem'),"
            " current_setting('max_parallel_maintenance_workers'),"
            " current_setting('statement_timeout'), current_setting('lock_timeout')"
        )
        assert cursor.fetchone() == ("64MB", "2", "0", "0")
    with connection.cursor() as cursor:
        cursor.execute("SHOW maintenance_work_mem")
        assert cursor.fetchone() == ("512MB",), "the caller's own session is as it was"
        cursor.execute("RESET statement_timeout")


def test_what_was_set_and_locked_ends_with_the_session(random_space) -> None:
    space = random_space(60)
    with building_session(space, tuning=TUNING) as first:
        assert first is not None
        with building_session(space, tuning=TUNING) as second:
            assert second is None
    with building_session(space, tuning=TUNING) as third:
        assert third is not None


def test_without_shared_memory_for_workers_one_process_builds(
    random_space, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    space = random_space(60)
    with connection.cursor() as cursor:
        # More than any machine has to share; without workers only what is needed is taken.
        monkeypatch.setattr(index_session, "plan_build", lambda *_, **__: (2**40, 2))
        cursor.execute("ALTER TABLE embeddings_imageembedding SET (parallel_workers = 2)")
        cursor.execute("SET min_parallel_table_scan_size = 0")
    try:
        assert vector_index().build(space) is True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE embeddings_imageembedding RESET (parallel_workers)")
            cursor.execute("RESET min_parallel_table_scan_size")
    assert "without parallel workers" in caplog.text
    assert vector_index().read_status(space) == IndexStatus.VALID
