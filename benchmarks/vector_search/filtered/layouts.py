"""Other ways to lay out a space's vectors for filtered searches, each beside the shop's own table.

Each is made of the rows of the shop's own table, as what the shop might keep beside it. `searched`
is a view of those of the space that are ready.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from catalog.product_filter import ProductFilter
from embeddings.index.pgvector.search.query_table import QueryTable

EVERY = 12
PICTURES = 8 * EVERY
"""Of so many of the nearest pictures the products are taken, as the shop's own scan does."""

_VECTORS = "SELECT product_id, image_id, vector FROM searched"
_CODES = """
    SELECT row.product_id, row.image_id, product.category_id,
        binary_quantize(row.vector)::bit({dimensions}) AS code
    FROM searched row JOIN catalog_product product ON product.id = row.product_id
"""
_HEAD = 64  # a projection's numbers stand in the order of how much they tell

_BY_PRODUCT = "row.product_id = ANY (ARRAY(SELECT id FROM few))"
_BY_CATEGORY = """
    row.category_id = ANY (ARRAY(SELECT DISTINCT category_id FROM few))
    AND row.product_id IN (SELECT id FROM few)
"""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A table `laid_out`, and how it is searched."""

    name: str
    make: str
    """What makes the table and its index; {dimensions} stands for a vector's."""
    first_pass: str = ""
    """The distance that chooses what is compared; {number} stands for a query's."""
    reranked: int = 0
    """Pictures that a first pass leaves to be compared."""
    condition: str = _BY_PRODUCT
    category_only: bool = False
    """Whether it knows no filter but one by category."""
    needs_index: bool = False
    """Whether it is the shop's own index that is searched."""

    def write(self, queries: QueryTable, *, products: str) -> str:
        """A statement: product and distance of the nearest; parameters are the queries'."""
        if self.reranked:
            chosen = f"""
                SELECT row.image_id FROM laid_out row WHERE {self.condition}
                ORDER BY {_least(self.first_pass, queries)} LIMIT {self.reranked}
            """
            source = f"""
                (SELECT row.* FROM ({chosen}) chosen
                    JOIN searched row ON row.image_id = chosen.image_id) row
            """
        else:
            source = f"(SELECT * FROM laid_out row WHERE {self.condition}) row"
        return f"""
            WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql}),
            few AS MATERIALIZED ({products}),
            near AS MATERIALIZED (
                SELECT row.product_id, {_least(_EXACT, queries)} AS distance
                FROM {source} ORDER BY distance LIMIT {PICTURES}
            )
            SELECT product_id, min(distance) FROM near
            GROUP BY product_id ORDER BY 2, 1 LIMIT {EVERY + 1}
        """


@dataclass(frozen=True, kw_only=True)
class PartialIndex(Layout):
    """An HNSW index of the pictures of one category alone."""

    rows: int = 22

    def write(self, queries: QueryTable, *, products: str) -> str:
        """As the shop searches its own index where nearly all is eligible."""
        return f"""
            WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql})
            SELECT near.product_id, min(distance)
            FROM query CROSS JOIN LATERAL (
                SELECT row.product_id, row.vector <=> query.vector AS distance
                FROM laid_out row ORDER BY row.vector <=> query.vector LIMIT {self.rows}
            ) near JOIN LATERAL (
                SELECT FROM ({products}) product WHERE id = near.product_id OFFSET 0
            ) product ON true
            GROUP BY near.product_id ORDER BY 2, 1 LIMIT {EVERY + 1}
        """


@dataclass(frozen=True, kw_only=True)
class PriceBands(Layout):
    """A table and an HNSW index for each band of prices; every band that the filter meets is asked.

    One that it meets in part is asked with the condition, and the planner chooses how.
    """

    where: ProductFilter
    bounds: Sequence[Decimal]
    """Where one band ends and the next begins."""
    rows: int = 22

    def write(self, queries: QueryTable, *, products: str) -> str:
        """One statement with a branch for each band."""
        branches = " UNION ALL ".join(
            f"""(
                SELECT row.product_id, row.vector <=> query.vector AS distance FROM {band} row
                {condition} ORDER BY row.vector <=> query.vector LIMIT {self.rows}
            )"""
            for band, condition in self._met()
        )
        return f"""
            WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql})
            SELECT near.product_id, min(distance)
            FROM query CROSS JOIN LATERAL ({branches}) near JOIN LATERAL (
                SELECT FROM ({products}) product WHERE id = near.product_id OFFSET 0
            ) product ON true
            GROUP BY near.product_id ORDER BY 2, 1 LIMIT {EVERY + 1}
        """

    def _met(self) -> Iterator[tuple[str, str]]:
        """The bands that hold such prices, and what is to be asked of each."""
        low, high = self.where.price_min or Decimal(0), self.where.price_max or Decimal("Infinity")
        ends = [Decimal(0), *self.bounds, Decimal("Infinity")]
        for number, (begin, end) in enumerate(pairwise(ends)):
            if begin <= high and low < end:
                whole = low <= begin and end <= high
                yield (
                    f"laid_out_{number}",
                    "" if whole else f"WHERE row.price BETWEEN {low} AND {high}",
                )


def price_bands(dimensions: int, *, where: ProductFilter, bounds: Sequence[Decimal]) -> PriceBands:
    """Tables of these bands, indexed; each is a partition of `laid_out`."""
    ends = ["MINVALUE", *map(str, bounds), "MAXVALUE"]
    tables = "".join(
        f"CREATE TABLE laid_out_{number} PARTITION OF laid_out"
        f" FOR VALUES FROM ({begin}) TO ({end});"
        for number, (begin, end) in enumerate(pairwise(ends))
    )
    return PriceBands(
        name=f"HNSW of {len(bounds) + 1} price bands",
        make="CREATE TABLE laid_out (product_id bigint, image_id bigint, price numeric,"
        f" vector halfvec({dimensions})) PARTITION BY RANGE (price); {tables}"
        "INSERT INTO laid_out SELECT product_id, image_id, price, vector FROM searched"
        " JOIN catalog_product product ON product.id = product_id;"
        " CREATE INDEX ON laid_out USING hnsw (vector halfvec_cosine_ops)"
        " WITH (m = 16, ef_construction = 128); CREATE INDEX ON laid_out (price)",
        where=where,
        bounds=bounds,
    )


@dataclass(frozen=True, kw_only=True)
class HashedWalk(Layout):
    """The shop's own index; what is eligible is hashed once, not looked up row by row."""

    dimensions: int
    rows: int = 22

    def write(self, queries: QueryTable, *, products: str) -> str:
        """An OR, so that PostgreSQL hashes and does not join, which would lose the order."""
        size = f"halfvec({self.dimensions})"
        return f"""
            WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql}),
            few AS MATERIALIZED ({products})
            SELECT near.product_id, min(distance)
            FROM query CROSS JOIN LATERAL (
                SELECT row.product_id, row.vector::{size} <=> query.vector::{size} AS distance
                FROM searched row
                WHERE row.image_id = query.image_id OR row.product_id IN (SELECT id FROM few)
                ORDER BY row.vector::{size} <=> query.vector::{size} LIMIT {self.rows}
            ) near
            GROUP BY near.product_id ORDER BY 2, 1 LIMIT {EVERY + 1}
        """


_EXACT = "row.vector <=> (SELECT vector FROM query WHERE number = {number})"
_HAMMING = """row.code <~> (
    SELECT binary_quantize(vector)::bit({dimensions}) FROM query WHERE number = {number}
)"""
_OF_HEAD = (
    f"row.head <#> (SELECT subvector(vector, 1, {_HEAD}) FROM query WHERE number = {{number}})"
)


def _least(distance: str, queries: QueryTable) -> str:
    each = (distance.replace("{number}", str(number)) for number in range(queries.count))
    return f"LEAST({', '.join(each)})"


def layouts(dimensions: int) -> list[Layout]:
    """All that were tried."""
    hamming = _HAMMING.replace("{dimensions}", str(dimensions))
    sized = f"halfvec({dimensions})"
    by_product = "CREATE INDEX ON laid_out (product_id)"
    of_codes = f"CREATE TABLE laid_out AS {_CODES.replace('{dimensions}', str(dimensions))}"
    return [
        Layout(
            name="narrow copy",
            make=f"CREATE TABLE laid_out AS {_VECTORS} ORDER BY product_id; {by_product}",
        ),
        Layout(
            name="covering index",
            make=f"CREATE TABLE laid_out AS {_VECTORS} ORDER BY product_id;"
            f" {by_product} INCLUDE (image_id, vector)",
        ),
        Layout(
            name="by category",
            make="CREATE TABLE laid_out AS SELECT row.* FROM searched row"
            " JOIN catalog_product product ON product.id = product_id"
            f" ORDER BY category_id, product_id; {by_product}",
            category_only=True,
        ),
        *(
            Layout(
                name=f"codes, {rows} compared",
                make=f"{of_codes} ORDER BY product_id; {by_product} INCLUDE (image_id, code)",
                first_pass=hamming,
                reranked=rows,
            )
            for rows in (400, 1_600)
        ),
        Layout(
            name="codes by category, 400 compared",
            make=f"{of_codes} ORDER BY category_id, product_id;"
            " CREATE INDEX ON laid_out (category_id) INCLUDE (product_id, image_id, code)",
            first_pass=hamming,
            reranked=400,
            condition=_BY_CATEGORY,
            category_only=True,
        ),
        *(
            Layout(
                name=f"first {_HEAD} numbers, {rows} compared",
                make="CREATE TABLE laid_out AS SELECT product_id, image_id,"
                f" subvector(vector, 1, {_HEAD}) AS head FROM ({_VECTORS}) row"
                f" ORDER BY product_id; {by_product} INCLUDE (image_id, head)",
                first_pass=_OF_HEAD,
                reranked=rows,
            )
            for rows in (200,)
        ),
        HashedWalk(
            name="the shop's index, eligible hashed",
            make="CREATE TABLE laid_out ()",
            dimensions=dimensions,
            needs_index=True,
        ),
        PartialIndex(
            name="HNSW of the category",
            make=f"CREATE TABLE laid_out AS SELECT product_id, image_id, vector::{sized}"
            " FROM searched"
            " WHERE product_id IN (SELECT id FROM ({products}) eligible);"
            " CREATE INDEX ON laid_out USING hnsw (vector halfvec_cosine_ops)"
            " WITH (m = 16, ef_construction = 128)",
            category_only=True,
        ),
    ]
