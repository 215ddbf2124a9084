"""A big space gets its own HNSW index, built beside the traffic; a broken one is replaced."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.transaction import TransactionManagementError

from embeddings.index import IndexStatus, reset_index_state, vector_index
from embeddings.index.pgvector.maintenance import build_session as index_session
from embeddings.index.pgvector.maintenance.background import build_in_thread
from embeddings.index.pgvector.maintenance.status import read_progress, read_status, wants_index
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import EmbeddingSpace
from tests.fixtures.random_spaces import DIMENSIONS
from tests.fixtures.surroundings import broker, pgvector_engine
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def space(random_space) -> EmbeddingSpace:
    """A live space of 60 random unit vectors."""
    return random_space(60)


@pytest.fixture
def leave_an_index(space) -> Callable[..., None]:
    """Leave what a rebuild leaves that broke off: leave_an_index("ccnew")."""

    def leave(suffix: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE INDEX {space.index_name}_{suffix} ON embeddings_imageembedding"
                f" USING hnsw ((vector::halfvec({DIMENSIONS})) halfvec_cosine_ops)"
                f" WHERE space_id = {space.pk} AND state = 'ready'"
            )
            cursor.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)",
                [f"{space.index_name}_{suffix}"],
            )

    return leave


def build_index(space: EmbeddingSpace) -> bool:
    return vector_index().build(space)


def index_names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'embedding_hnsw%'")
        return {name for (name,) in cursor.fetchall()}


def file_of(space: EmbeddingSpace) -> int:
    """Which file holds the index; a rebuilt one has another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode(%s::regclass)", [space.index_name])
        return cursor.fetchone()[0]


def test_the_index_is_partial_and_on_the_spaces_dimensions(space) -> None:
    assert read_status(space) == IndexStatus.MISSING
    assert build_index(space) is True
    assert read_status(space) == IndexStatus.VALID
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [space.index_name])
        definition = cursor.fetchone()[0]
    assert "hnsw" in definition
    assert f"halfvec({DIMENSIONS})" in definition
    assert f"space_id = {space.pk}" in definition


def test_a_valid_index_is_not_built_again(space) -> None:
    build_index(space)
    assert build_index(space) is False


def test_what_a_broken_build_left_is_replaced(space) -> None:
    build_index(space)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)",
            [space.index_name],
        )
    assert read_status(space) == IndexStatus.INVALID
    assert build_index(space) is True
    assert read_status(space) == IndexStatus.VALID


def test_small_spaces_get_no_index(space) -> None:
    vector_index().ensure_built()
    assert read_status(space) == IndexStatus.MISSING


def test_a_space_that_has_grown_gets_its_index_in_the_background(space, tune_index) -> None:
    tune_index(min_rows=50).ensure_built()
    wait_until(lambda: read_status(space) == IndexStatus.VALID, 20)


def test_a_build_that_failed_is_not_begun_again_at_once(
    space, monkeypatch: pytest.MonkeyPatch, tune_index
) -> None:
    built = []

    def fail(space: EmbeddingSpace) -> None:
        built.append(space)
        raise DatabaseError("disk full")

    index = tune_index(min_rows=50)
    monkeypatch.setattr(index, "build", fail)
    index.ensure_built()
    wait_until(lambda: index.failed_builds.is_active(space), 20)
    index.ensure_built()
    assert built == [space]
    index.reset()  # as if the ten minutes had gone by
    index.ensure_built()
    wait_until(lambda: built == [space, space], 20)


def test_only_one_build_at_a_time(space) -> None:
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [index_session._ADVISORY_LOCK])
        assert build_index(space) is False
        other.connection.close()


def test_validity_is_asked_of_the_database_only_now_and_then(
    space, django_assert_num_queries
) -> None:
    build_index(space)
    validity = pgvector_engine().validity
    assert validity.holds(space) is True
    with django_assert_num_queries(0):
        assert validity.holds(space) is True
    reset_index_state()
    validity = pgvector_engine().validity
    with django_assert_num_queries(1):
        assert validity.holds(space) is True


def test_a_failed_build_gives_its_lock_back(space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmbeddingSpace, "index_name", "not a name")
    with pytest.raises(DatabaseError):
        build_index(space)
    monkeypatch.undo()
    assert build_index(space) is True


def test_what_a_failed_build_has_begun_is_dropped(space) -> None:
    space.dimensions += 1  # which PostgreSQL finds out at the first vector
    with pytest.raises(DatabaseError, match=f"expected {DIMENSIONS + 1} dimensions"):
        build_index(space)
    assert index_names() == set()


def test_a_rebuilt_index_takes_the_place_of_the_old_one(space) -> None:
    build_index(space)
    before = file_of(space)
    assert vector_index().replace(space) is True
    assert file_of(space) != before
    assert read_status(space) == IndexStatus.VALID
    assert index_names() == {space.index_name}


def test_rebuilding_what_is_missing_builds_it(space) -> None:
    assert vector_index().replace(space) is True
    assert read_status(space) == IndexStatus.VALID


def test_a_rebuild_that_breaks_off_leaves_the_old_index_and_is_cleared_up(
    space, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(space)
    before = file_of(space)
    with connection.copy().cursor() as writer:
        writer.execute("BEGIN")
        writer.execute("UPDATE embeddings_imageembedding SET priority = 1")  # to be waited for
        rebuild = threading.Thread(target=end_badly, args=[space])
        rebuild.start()
        wait_until(lambda: len(index_names()) == 2, 20)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index"
                " WHERE datname = current_database()"
            )
        rebuild.join(20)
        writer.execute("ROLLBACK")
        writer.connection.close()
    assert index_names() == {space.index_name, f"{space.index_name}_ccnew"}
    assert (read_status(space), file_of(space)) == (IndexStatus.VALID, before)
    vector_index().ensure_built()
    wait_until(lambda: index_names() == {space.index_name}, 20)
    assert file_of(space) == before


def end_badly(space: EmbeddingSpace) -> None:
    with pytest.raises(DatabaseError):
        vector_index().replace(space)
    connections.close_all()


@pytest.mark.parametrize("suffix", ["ccnew", "ccnew1", "ccold"])
def test_what_a_broken_rebuild_left_is_dropped(space, leave_an_index, suffix) -> None:
    build_index(space)
    leave_an_index(suffix)
    assert build_index(space) is False
    assert index_names() == {space.index_name}


def test_a_build_inside_a_transaction_is_refused_rather_than_waiting_for_itself(space) -> None:
    with transaction.atomic(), pytest.raises(TransactionManagementError, match="inside"):
        build_index(space)


def test_a_build_says_how_far_it_is(space) -> None:
    assert read_progress(space) is None
    with connection.copy().cursor() as writer:
        writer.execute("BEGIN")
        writer.execute("UPDATE embeddings_imageembedding SET priority = 1")  # to be waited for
        build = threading.Thread(
            target=build_in_thread,
            args=[build_index, space, pgvector_engine().failed_builds],
        )
        build.start()
        wait_until(lambda: read_progress(space), 20)
        assert "waiting for writers" in str(read_progress(space))
        with io.StringIO() as told:
            call_command("embedding_status", stdout=told)
            assert "index invalid (waiting for writers" in told.getvalue()
        writer.execute("ROLLBACK")
        writer.connection.close()
    build.join(20)
    assert read_progress(space) is None
    assert read_status(space) == IndexStatus.VALID


def test_only_spaces_that_are_big_and_not_too_wide_want_an_index(space) -> None:
    sixty, fifty = Tuning(min_rows=60), Tuning(min_rows=50)
    assert not wants_index(space, tuning=Tuning())
    assert wants_index(space, tuning=sixty)
    space.embeddings.filter(pk=space.embeddings.first().pk).update(state="pending", vector=None)
    assert not wants_index(space, tuning=sixty)
    assert wants_index(space, tuning=fifty)
    space.dimensions = 4001
    assert not wants_index(space, tuning=fifty)


def test_recall_is_measured_after_each_build(space) -> None:
    build_index(space)
    vector_index().replace(space)
    messages = [json.loads(message) for message in broker().lrange("embeddings", 0, -1)]
    assert [message["headers"]["task"] for message in messages] == [
        "embeddings.tasks.measure_recall"
    ] * 2
    assert messages[0]["headers"]["argsrepr"] == f"({space.pk},)"
