"""Prepared statements outlive what they were planned for."""

from __future__ import annotations

import psycopg
import pytest
from django.db import NotSupportedError, connection, transaction

from infra.prepared import fetch_prepared

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def migrate():
    """Run SQL from another session, as a migration beside a web process does."""
    settings = connection.get_connection_params()
    names = ("dbname", "host", "port", "user", "password")
    given = {name: settings[name] for name in names if name in settings}
    with psycopg.connect(**given, autocommit=True) as session:
        yield session.execute
        session.execute("DROP TABLE IF EXISTS goods")


def ask() -> list[tuple]:
    return fetch_prepared("SELECT name FROM goods WHERE id = %s", (1,))


def test_a_migration_meanwhile_is_survived(migrate) -> None:
    migrate("CREATE TABLE goods AS SELECT 1 AS id, 'vase'::varchar(10) AS name")
    for _ in range(8):
        assert ask() == [("vase",)]
    migrate("ALTER TABLE goods ALTER COLUMN name TYPE varchar(20)")

    assert ask() == [("vase",)]

    for _ in range(8):
        ask()
    migrate("ALTER TABLE goods ALTER COLUMN name TYPE varchar(30)")
    with pytest.raises(NotSupportedError), transaction.atomic():
        ask()
    assert ask() == [("vase",)]


def test_a_connection_that_died_between_two_requests_is_made_anew(migrate) -> None:
    def backend() -> int:
        return fetch_prepared("SELECT pg_backend_pid()", ())[0][0]

    before = backend()
    migrate("SELECT pg_terminate_backend(%s, 5000)", (before,))
    connection.close_if_unusable_or_obsolete()  # as each request begins
    assert backend() != before
