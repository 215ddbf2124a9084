"""What stands for a vector in an index: all of it, some of its numbers, or a bit of each.

Each kind of code lies in a table of its own beside the vectors, with an HNSW index as the shop's
own. A search takes the nearest codes as candidates, and puts those in order by the whole vectors.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db import connection
from pgvector import HalfVector

from embeddings.index.pgvector.tuning import Tuning
from infra.halfvec import halfvec_cursor

Vectors = npt.NDArray[np.float16]

WHOLE = "bench_whole"
_MB = 1024**2


@dataclass(frozen=True)
class Code:
    """A kind of code: where it lies, how it is made, and how two of them are compared."""

    name: str
    table: str
    """(id, code); the id is the vector's row number."""
    made: str = ""
    """The code as SQL over a whole vector `code` and the `mean` of all; else it is loaded."""
    operators: str = "halfvec_cosine_ops"
    operator: str = "<=>"

    def statement(self, *, candidates: int, limit: int, by_scan: bool = False) -> str:
        """The nearest ids of the vector `id`, itself among them: so many by code, then in order.

        `by_scan`: all codes are compared, for no index knows this expression.
        """
        if self.table == WHOLE:
            return f"{self._nearest(by_scan)} LIMIT {limit:d}"
        return (
            f"SELECT id FROM ({self._nearest(by_scan)} LIMIT {candidates:d}) AS near"
            f" JOIN {WHOLE} AS whole USING (id)"
            # The sum keeps the planner from walking the index of whole vectors instead.
            f" ORDER BY (whole.code <=> {_asked(WHOLE)}) + 0 LIMIT {limit:d}"
        )

    def _nearest(self, by_scan: bool) -> str:
        distance = f"code {self.operator} {_asked(self.table)}"
        order = f"({distance}) + 0" if by_scan else distance
        return f"SELECT id FROM {self.table} ORDER BY {order}"

    def make(self) -> float:
        """Write the codes of all whole vectors; the seconds it took."""
        started = time.perf_counter()
        _execute(
            f"CREATE TABLE {self.table} AS SELECT id, {self.made} AS code FROM {WHOLE},"
            f" (SELECT avg(code) AS mean FROM {WHOLE}) AS every",
            f"ALTER TABLE {self.table} ADD PRIMARY KEY (id)",
            f"VACUUM ANALYZE {self.table}",
        )
        return time.perf_counter() - started

    def build_index(self, *, memory: str = "6GB") -> float:
        """Build the HNSW index with as much memory as it may need; the seconds it took."""
        tuning = Tuning()
        started = time.perf_counter()
        _execute(
            f"SET maintenance_work_mem = '{memory}'",
            # Raw vectors lie beside their table, which looks too small for a parallel build.
            f"ALTER TABLE {self.table} SET (parallel_workers = 2)",
            f"CREATE INDEX {self.index} ON {self.table} USING hnsw (code {self.operators})"
            f" WITH (m = {tuning.m:d}, ef_construction = {tuning.ef_construction:d})",
        )
        return time.perf_counter() - started

    @property
    def index(self) -> str:
        return f"{self.table}_hnsw"

    def megabytes(self) -> tuple[float, float]:
        """Of the table with its primary key, and of the HNSW index."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_total_relation_size(%s), pg_relation_size(%s)", [self.table, self.index]
            )
            total, index = cursor.fetchone()
        return (total - index) / _MB, index / _MB


def load(table: str, vectors: Vectors) -> None:
    """Write vectors as codes, numbered from 0."""
    _execute(f"CREATE TABLE {table} (id bigint, code halfvec({vectors.shape[1]:d}))")
    with (
        halfvec_cursor() as cursor,
        cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.set_types(["int8", "halfvec"])
        for number, vector in enumerate(vectors):
            copy.write_row((number, HalfVector(vector)))
    _execute(f"ALTER TABLE {table} ADD PRIMARY KEY (id)", f"VACUUM ANALYZE {table}")


def drop(tables: list[str]) -> None:
    """Make room for the next vectors."""
    _execute(f"DROP TABLE IF EXISTS {', '.join(tables)}")


def _asked(table: str) -> str:
    return f"(SELECT code FROM {table} WHERE id = %(id)s)"


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
