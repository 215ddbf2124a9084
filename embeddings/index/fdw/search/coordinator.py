"""The coordinator as one process asks it: connections, the layout, and which shards are away."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import psycopg
from django.utils.translation import gettext as _

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.connecting import BoundedConnection, ConnectionPool
from embeddings.index.fdw.layout import Layout, address_of, away, open_coordinator, read_layout
from embeddings.index.fdw.search.absence import Absence
from embeddings.index.fdw.search.question import Answer, Question

# For the coordinator's own planner. Without its sort the shards must sort, and so can be sent the
# limit. It plans once, and compiles nothing for the thousand million rows that it believes in
# (maintenance/membership.py). What nobody waits for any more ends.
_SETTINGS = {
    "enable_sort": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "statement_timeout": "2s",
}


class Coordinator:
    """Threads share it; each uses a connection alone."""

    def __init__(self) -> None:
        self._pool = ConnectionPool(open_for_searches)
        self._layout: Layout | None = None
        self.absence = Absence()

    def layout(self, *, seconds: float) -> Layout:
        """As it was read last; raises StoreAwayError."""
        return self._layout or self.read_layout(seconds=seconds)

    def read_layout(self, *, seconds: float) -> Layout:
        """As it is now; raises StoreAwayError."""
        with suppress(psycopg.Error):
            return self._read_layout(seconds)
        self.close()  # a coordinator that was started anew knows none of them
        try:
            return self._read_layout(seconds)
        except psycopg.Error as error:
            raise away(_("The coordinator of the shards"), error) from None

    def _read_layout(self, seconds: float) -> Layout:
        with self._pool.lend(seconds=seconds) as connection:
            self._layout = read_layout(connection)
            return self._layout

    def ask(
        self,
        question: Question,
        shards: Sequence[str],
        *,
        seconds: float,
        exact: Sequence[tuple[int, int]] = (),
    ) -> Answer:
        """What these shards say; raises psycopg.Error, StoreAwayError without a coordinator."""
        sql, params = question.write(shards, exact=exact)
        with self._pool.lend(seconds=seconds) as connection:
            return Answer.read(connection.execute(sql, params))

    def reaches(self, shard: str, *, seconds: float) -> bool:
        """Whether a shard answers this very host.

        It is asked past the coordinator, whose sessions would wait for a frozen one for half a
        minute.
        """
        with suppress(psycopg.Error, StoreAwayError):
            with self._pool.lend(seconds=seconds) as connection:
                address = address_of(connection, shard)
            with BoundedConnection.open(address.params, seconds=seconds) as probe:
                probe.execute("SELECT 1")
            return True
        return False

    def close(self) -> None:
        """Close the connections that nobody uses."""
        self._pool.close()


def open_for_searches(seconds: float) -> BoundedConnection:
    """A connection whose planner sends to the shards whatever can be sent."""
    connection = open_coordinator(seconds)
    configs = ", ".join(
        f"set_config('{name}', '{value}', false)" for name, value in _SETTINGS.items()
    )
    connection.execute(f"SELECT {configs}")
    return connection
