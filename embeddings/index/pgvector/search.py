"""The vector query: which pictures of a space lie nearest to some vectors.

Written as SQL, and prepared by the driver: building the same query through the ORM costs several
times what PostgreSQL needs to answer it. `space_id`, the number of dimensions and the limit are
literals: the planner uses a partial expression index only where it sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from pgvector import HalfVector

from catalog.querysets import ProductQuerySet
from embeddings.index.pgvector.scan_settings import forced_index_scan, prepare_index_scan
from embeddings.models import EmbeddingSpace
from infra.prepared import fetch_prepared, write_out

Floats = npt.NDArray[np.float32]

# Among a million pictures one walk in forty ends in a wrong neighbourhood altogether, at a width
# that finds 0.996 of the nearest in all the others. One from a picture of the space can tell, for
# the nearest it should meet is that picture itself; any other is walked as widely at once.
WIDE_EF_SEARCH = 400
_ITSELF = 1e-3


class NearPicture(NamedTuple):
    """A picture and how far it lies; sorts nearest first, ties by id."""

    distance: float
    """One minus the cosine: 0 is the same direction, 2 the opposite."""
    product_id: int
    image_id: int
    family: str | None
    """Of variants; empty without one, None where the product is not eligible."""


@dataclass(frozen=True)
class Asked:
    """The vectors to search with, as a table `asked (walk, vector, image_id)` of the statement."""

    sql: str
    params: tuple[Any, ...]
    count: int
    of_pictures: bool = False
    """Whether they are vectors of the space, which a walk through its index ought to meet."""


def ask_with_pictures(image_ids: Sequence[int], *, space: EmbeddingSpace) -> Asked:
    """Search with pictures of the space: their vectors never leave PostgreSQL."""
    sql = f"""
        SELECT wanted.position - 1, vector, image_id FROM embeddings_imageembedding
        JOIN unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, position)
            ON image_id = wanted.id
        WHERE space_id = {space.pk:d} AND state = 'ready'
    """
    return Asked(sql, (list(image_ids),), len(image_ids), of_pictures=True)


def ask_with_vectors(vectors: Floats, *, space: EmbeddingSpace) -> Asked:
    """Search with any vectors: (Q, D)."""
    texts = [HalfVector(vector).to_text() for vector in np.asarray(vectors, dtype=np.float16)]
    sql = f"""
        SELECT position - 1, text::halfvec({space.dimensions:d}), NULL::bigint
        FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (text, position)
    """
    return Asked(sql, (texts,), len(texts))


@dataclass(frozen=True)
class Walk:
    """What one vector's walk through the index met."""

    near: list[NearPicture]
    """Pictures of eligible products, nearest first."""
    reach: float
    """The walk has met what lies nearer than this distance."""
    dry: bool
    """Whether it gave fewer rows than were asked for."""


def walk_index(
    asked: Asked,
    *,
    space: EmbeddingSpace,
    products: str,
    leave_out: Sequence[int],
    limit: int,
    numbers: Sequence[int] | None = None,
    filter_after: bool = False,
) -> list[Walk]:
    """The pictures of eligible products nearest to each vector, as the space's HNSW index has them.

    One walk for each vector, or for those of these numbers, of `limit` rows (not counting the asked
    picture, which it meets first) or fewer where it ran dry. With `filter_after` what is not
    eligible takes some of these rows: a quarter quicker, for where nearly all is eligible.
    """
    # The asked picture is let through whatever the filter, to tell whether the walk has met it.
    limit += asked.of_pictures
    size = f"halfvec({space.dimensions:d})"
    ready = f"row.space_id = {space.pk:d} AND row.state = 'ready'"
    nearest = f"ORDER BY row.vector::{size} <=> asked.vector::{size} LIMIT {limit:d}"
    distance = f"row.vector::{size} <=> asked.vector::{size} AS distance"
    if filter_after:
        # OFFSET 0 has each product looked up by its id: the planner expects ten vectors' rows, and
        # might rather read the whole table.
        near = f"""(
            SELECT {distance}, row.product_id, row.image_id
            FROM embeddings_imageembedding row WHERE {ready} {nearest}
        ) near LEFT JOIN LATERAL (
            SELECT family FROM ({products}) product WHERE id = near.product_id OFFSET 0
        ) product ON true"""
        params = asked.params
    else:
        near = f"""(
            SELECT {distance}, row.product_id, row.image_id, product.family
            FROM embeddings_imageembedding row
            LEFT JOIN ({products}) product
                ON product.id = row.product_id AND product.id <> ALL(%s::bigint[])
            WHERE {ready} AND (product.id IS NOT NULL OR row.image_id = asked.image_id) {nearest}
        ) near"""
        params = (*asked.params, list(leave_out))
    sql = f"""
        WITH asked (walk, vector, image_id) AS MATERIALIZED ({asked.sql})
        SELECT walk, distance, near.product_id, near.image_id, family
        FROM asked CROSS JOIN LATERAL {near} WHERE walk = ANY(%s::bigint[])
    """
    numbers = range(asked.count) if numbers is None else numbers
    walks: dict[int, list[NearPicture]] = {}
    lost = numbers
    if asked.of_pictures:
        prepare_index_scan(space.ef_search)
        walks = _fetch_walks(sql, params, numbers)
        lost = [number for number, walk in walks.items() if _is_lost(walk)]
    if lost:
        with forced_index_scan(max(space.ef_search, WIDE_EF_SEARCH)):
            walks |= _fetch_walks(sql, params, lost)
    return [_walked(walks[number], leave_out=leave_out, limit=limit) for number in numbers]


def _fetch_walks(
    sql: str, params: tuple[Any, ...], numbers: Sequence[int]
) -> dict[int, list[NearPicture]]:
    walks: dict[int, list[NearPicture]] = {number: [] for number in numbers}
    for number, *row in fetch_prepared(sql, (*params, list(numbers))):
        walks[number].append(NearPicture(*row))
    return {number: sorted(walk) for number, walk in walks.items()}


def _is_lost(walk: list[NearPicture]) -> bool:
    """Whether a walk from a picture has not met it, nor a copy. (An empty one: it is deleted.)"""
    return bool(walk) and walk[0].distance > _ITSELF


def _walked(rows: list[NearPicture], *, leave_out: Sequence[int], limit: int) -> Walk:
    return Walk(
        [row for row in rows if row.family is not None and row.product_id not in leave_out],
        reach=rows[-1].distance if rows else 0.0,
        dry=len(rows) < limit,
    )


def scan_exactly(
    asked: Asked,
    *,
    space: EmbeddingSpace,
    products: str,
    leave_out: Sequence[int],
    limit: int,
) -> list[NearPicture]:
    """The `limit` pictures of eligible products nearest to any of the vectors, each compared."""
    rows = fetch_prepared(
        f"""
        WITH asked (walk, vector, image_id) AS MATERIALIZED ({asked.sql})
        SELECT {_least_distance(asked)} AS distance, row.product_id, row.image_id, product.family
        FROM embeddings_imageembedding row
        JOIN ({products}) product ON product.id = row.product_id
        WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
            AND row.product_id <> ALL(%s::bigint[])
        ORDER BY distance, row.product_id, row.image_id
        LIMIT {limit:d}
        """,
        (*asked.params, list(leave_out)),
    )
    return _compared(rows)


def scan_few(
    asked: Asked,
    *,
    space: EmbeddingSpace,
    products: str,
    leave_out: Sequence[int],
    limit: int,
    most: int,
) -> list[NearPicture] | None:
    """What `scan_exactly` gives, in less time; None where more than `most` products are eligible.

    It counts them first, in the same statement.
    """
    *rows, (_, counted, _, _) = fetch_prepared(
        f"""
        WITH asked (walk, vector, image_id) AS MATERIALIZED ({asked.sql}),
        few AS MATERIALIZED (SELECT id FROM ({products}) product LIMIT {most + 1:d}),
        near AS (
            SELECT {_least_distance(asked)} AS distance, row.product_id, row.image_id
            FROM embeddings_imageembedding row
            WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
                AND row.product_id = ANY (
                    ARRAY(SELECT id FROM few WHERE (SELECT count(*) FROM few) <= {most:d})
                )
                AND row.product_id <> ALL(%s::bigint[])
            ORDER BY distance, row.product_id, row.image_id
            LIMIT {limit:d}
        )
        SELECT distance, product_id, image_id, family
        FROM near JOIN catalog_product product ON product.id = product_id
        UNION ALL SELECT NULL, count(*), NULL, NULL FROM few
        """,
        (*asked.params, list(leave_out)),
    )
    return sorted(_compared(rows)) if counted <= most else None


def _least_distance(asked: Asked) -> str:
    """The bare column: an index, built on another expression, is out of the question."""
    return f"""LEAST({
        ", ".join(
            f"row.vector <=> (SELECT vector FROM asked WHERE walk = {walk:d})"
            for walk in range(asked.count)
        )
    })"""


def _compared(rows: Sequence[tuple[Any, ...]]) -> list[NearPicture]:
    # Without a distance: the pictures asked with went away this very moment.
    return [NearPicture(*row) for row in rows if row[0] is not None]


def write_products(eligible: ProductQuerySet) -> str:
    """The products as SQL, conditions written out: a plan must know how many they let through."""
    try:
        sql, params = eligible.order_by().values("id", "family").query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that nothing is eligible
        return "SELECT id, family FROM catalog_product WHERE false"
    return write_out(sql, params).replace("%", "%%")
