"""Index scans are set up once for a session, and never believed to be when they are not."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from embeddings.index.pgvector.search.scan_settings import forced_index_scan, prepare_index_scan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _new_session() -> None:
    connection.close()


def settings_now() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('hnsw.ef_search', true),"
            " current_setting('hnsw.iterative_scan', true)"
        )
        return cursor.fetchone()


def search() -> None:
    """Anything that makes PostgreSQL load pgvector, as the first search of a session does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT '[1,2]'::halfvec <=> '[2,1]'::halfvec")


def test_the_settings_stay_for_the_session_and_are_sent_once(django_assert_num_queries) -> None:
    prepare_index_scan(64)
    search()
    assert settings_now() == ("64", "relaxed_order")
    with django_assert_num_queries(0):
        prepare_index_scan(64)


def test_another_space_may_want_another_width(django_assert_num_queries) -> None:
    for ef_search in (64, 160, 64):
        with django_assert_num_queries(1):
            prepare_index_scan(ef_search)
        assert settings_now()[0] == str(ef_search)


def test_a_new_connection_is_set_up_again() -> None:
    prepare_index_scan(64)
    connection.close()
    prepare_index_scan(64)
    assert settings_now() == ("64", "relaxed_order")


def test_a_connection_that_the_server_ended_is_set_up_again() -> None:
    prepare_index_scan(64)
    with connection.copy().cursor() as other:
        pid = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        other.connection.close()
    # As Django does between two requests.
    connection.health_check_enabled = True  # type: ignore[attr-defined]
    connection.health_check_done = False  # type: ignore[attr-defined]
    connection.close_if_health_check_failed()
    prepare_index_scan(64)
    assert settings_now() == ("64", "relaxed_order")


@pytest.mark.parametrize("rolled_back", [False, True], ids=["committed", "rolled back"])
def test_inside_a_transaction_they_end_with_it(rolled_back) -> None:
    prepare_index_scan(64)
    search()
    with transaction.atomic():
        prepare_index_scan(160)
        assert settings_now()[0] == "160"
        prepare_index_scan(64)
        assert settings_now()[0] == "64"
        prepare_index_scan(250)
        transaction.set_rollback(rolled_back)
    assert settings_now()[0] == "64"
    prepare_index_scan(250)
    assert settings_now()[0] == "250"


@pytest.mark.parametrize("rolled_back", [False, True], ids=["committed", "rolled back"])
def test_a_transaction_in_a_new_session_leaves_nothing_believed(rolled_back) -> None:
    with transaction.atomic():
        prepare_index_scan(160)
        search()
        assert settings_now() == ("160", "relaxed_order")
        transaction.set_rollback(rolled_back)
    prepare_index_scan(160)
    assert settings_now() == ("160", "relaxed_order")


def test_a_rollback_in_which_pgvector_was_loaded_keeps_the_sessions_settings() -> None:
    prepare_index_scan(64)
    with transaction.atomic():
        search()
        transaction.set_rollback(True)
    assert settings_now() == ("64", "relaxed_order")


def test_a_savepoint_that_is_rolled_back_takes_only_its_own() -> None:
    with transaction.atomic():
        prepare_index_scan(64)
        with transaction.atomic():
            prepare_index_scan(160)
            transaction.set_rollback(True)
        assert settings_now()[0] == "64"


def test_a_forced_scan_leaves_the_session_as_it_was() -> None:
    prepare_index_scan(64)
    search()
    with forced_index_scan(400), connection.cursor() as cursor:
        assert settings_now()[0] == "400"
        cursor.execute("SHOW enable_sort")
        assert cursor.fetchone() == ("off",)
    assert settings_now()[0] == "64"
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_sort")
        assert cursor.fetchone() == ("on",)


@pytest.mark.parametrize("ef_search", [0, -1, 1001])
def test_a_width_that_pgvector_does_not_take_is_refused(ef_search) -> None:
    with pytest.raises(ValueError, match=f"ef_search is {ef_search}; it must be from 1 to 1000"):
        prepare_index_scan(ef_search)
