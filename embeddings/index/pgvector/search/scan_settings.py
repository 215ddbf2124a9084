"""How widely an HNSW index is searched: set once for a session, not for each search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_SET = (
    "SELECT set_config('hnsw.iterative_scan', 'relaxed_order', %s),"
    " set_config('hnsw.ef_search', %s, %s),"
    # For infra/prepared.py: PostgreSQL guesses that a search has ten queries, and would
    # plan it anew every time, which takes a third of the search.
    " set_config('plan_cache_mode', 'force_generic_plan', %s)"
)
_REMEMBERED = "vitrine_ef_search"


def prepare_index_scan(ef_search: int) -> None:
    """Let the coming index scans keep this many candidates, and go on until a query has its rows.

    `ef_search` is a number of rows, 1 to 1000: wider finds more of the true nearest and takes
    longer. The order is relaxed, for strict order drops rows that come late; sort what comes.

    Outside of a transaction both settings stay for the session, so only the first search of a
    connection pays for them. Inside, they end with the transaction, as PostgreSQL would undo them
    anyway should it be rolled back. Raises ValueError for a number pgvector does not take.
    """
    if not 1 <= ef_search <= 1000:
        raise ValueError(f"ef_search is {ef_search}; it must be from 1 to 1000.")
    if not connection.get_autocommit():
        _set(ef_search, local=True)
        return
    # Remembered on the driver's own connection: a new one (after an error, or CONN_MAX_AGE) is
    # another object, and knows as little of it as its session does.
    session = connection.connection
    if getattr(session, _REMEMBERED, None) != ef_search:
        _set(ef_search, local=False)
        setattr(session, _REMEMBERED, ef_search)


@contextmanager
def forced_index_scan(ef_search: int) -> Iterator[None]:
    """As `prepare_index_scan`, for the statements inside, which sort nothing that an index orders.

    PostgreSQL guesses that a wide search costs as much as reading all, vectors that are stored
    beside the table not counted.
    """
    with transaction.atomic():
        prepare_index_scan(ef_search)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_sort = off")
        yield


def _set(ef_search: int, *, local: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [local, str(ef_search), local, local])
