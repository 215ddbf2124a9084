"""Searching the HNSW index of a space: from each query to the pictures that lie nearest.

Written as SQL, and prepared by the driver: building the same query through the ORM costs several
times what PostgreSQL needs to answer it. `space_id`, the number of dimensions and the limit are
literals: the planner uses a partial expression index only where it sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from embeddings.index.pgvector.search.picture_hit import PictureHit
from embeddings.index.pgvector.search.query_table import QueryTable
from embeddings.index.pgvector.search.scan_settings import forced_index_scan, prepare_index_scan
from embeddings.index.pgvector.search.source import Source
from embeddings.index.pgvector.tuning import Tuning
from embeddings.spaces.snapshot import SearchedSpace
from infra.prepared import fetch_prepared


@dataclass(frozen=True)
class IndexSearch:
    """What the index gave for one query."""

    found: list[PictureHit]
    """Pictures of eligible products, nearest first."""
    greatest_distance: float
    """Of all the pictures it met, eligible or not: what lies nearer than this, it has met."""
    exhausted: bool
    """Whether it gave fewer rows than were asked for."""


def search_index(
    queries: QueryTable,
    *,
    space: SearchedSpace,
    source: Source,
    products: str,
    leave_out: Sequence[int],
    limit: int,
    tuning: Tuning,
    numbers: Sequence[int] | None = None,
    filter_after: bool = False,
) -> list[IndexSearch]:
    """The pictures of eligible products nearest to each query, as the index of the source has them.

    One search for each query, or for those of these numbers, of `limit` rows (not counting the
    query picture, which it meets first) or fewer where it is exhausted. With `filter_after` what is
    not eligible takes some of these rows: a quarter quicker, for where nearly all is eligible.
    """
    # The query picture is let through whatever the filter, to tell whether the search has met it.
    limit += queries.of_pictures
    sql, params = _write(
        queries,
        space=space,
        source=source,
        products=products,
        leave_out=leave_out,
        limit=limit,
        filter_after=filter_after,
    )
    numbers = range(queries.count) if numbers is None else numbers
    found: dict[int, list[PictureHit]] = {}
    to_be_wide = numbers
    if queries.of_pictures:
        prepare_index_scan(space.ef_search)
        found, to_be_wide = _fetch(sql, params, numbers, within=tuning.itself)
    if to_be_wide:
        with forced_index_scan(max(space.ef_search, tuning.wide_ef_search)):
            again, _ = _fetch(sql, params, to_be_wide, within=tuning.itself)
            found |= again
    return [_read(found[number], leave_out=leave_out, limit=limit) for number in numbers]


def _write(
    queries: QueryTable,
    *,
    space: SearchedSpace,
    source: Source,
    products: str,
    leave_out: Sequence[int],
    limit: int,
    filter_after: bool,
) -> tuple[str, tuple[Any, ...]]:
    """The statement, and its parameters but for the last: the numbers of the queries."""
    size = f"halfvec({space.dimensions:d})"
    rows = f"{source.table} row WHERE {source.condition}"
    nearest = f"ORDER BY row.vector::{size} <=> query.vector::{size} LIMIT {limit:d}"
    distance = f"row.vector::{size} <=> query.vector::{size} AS distance"
    if filter_after:
        # OFFSET 0 has each product looked up by its id: the planner expects ten queries' rows, and
        # might rather read the whole table.
        near = f"""(
            SELECT {distance}, row.product_id, row.image_id FROM {rows} {nearest}
        ) near LEFT JOIN LATERAL (
            SELECT family, category_id FROM ({products}) product
            WHERE id = near.product_id OFFSET 0
        ) product ON true"""
        params = queries.params
    else:
        near = f"""(
            SELECT {distance}, row.product_id, row.image_id, product.family, product.category_id
            FROM {source.table} row
            LEFT JOIN ({products}) product
                ON product.id = row.product_id AND product.id <> ALL(%s::bigint[])
            WHERE {source.condition}
                AND (product.id IS NOT NULL OR row.image_id = query.image_id) {nearest}
        ) near"""
        params = (*queries.params, list(leave_out))
    sql = f"""
        WITH query (number, vector, image_id) AS MATERIALIZED ({_own(queries, source)})
        SELECT number, query.image_id IS NOT NULL, distance, near.product_id, near.image_id, family,
            category_id
        FROM query CROSS JOIN LATERAL {near} WHERE number = ANY(%s::bigint[])
    """
    return sql, params


def _own(queries: QueryTable, source: Source) -> str:
    """The queries, with the id of a picture only where a search of the source ought to meet it."""
    if source.whole:
        return queries.sql
    return f"""
        SELECT number, vector, (SELECT own.image_id FROM {source.table} own WHERE own.image_id = id)
        FROM ({queries.sql}) asked (number, vector, id)
    """


def _fetch(
    sql: str, params: tuple[Any, ...], numbers: Sequence[int], *, within: float
) -> tuple[dict[int, list[PictureHit]], list[int]]:
    """What each search found, nearest first, and those that met neither their picture nor a copy.

    (One without rows is of a picture that was deleted.)
    """
    found: dict[int, list[PictureHit]] = {number: [] for number in numbers}
    own = set()
    for number, is_own, *picture in fetch_prepared(sql, (*params, list(numbers)), binary=True):
        found[number].append(PictureHit._make(picture))
        if is_own:
            own.add(number)
    found = {number: sorted(rows) for number, rows in found.items()}
    return found, [number for number in own if found[number][0].distance > within]


def _read(rows: list[PictureHit], *, leave_out: Sequence[int], limit: int) -> IndexSearch:
    return IndexSearch(
        [row for row in rows if row.family is not None and row.product_id not in leave_out],
        greatest_distance=rows[-1].distance if rows else 0.0,
        exhausted=len(rows) < limit,
    )
