"""A catalogue of any size, written by COPY: rows only, no files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import psycopg
from django.db import connection
from pgvector import HalfVector
from pgvector.psycopg.halfvec import register_halfvec_info
from psycopg.types import TypeInfo

from catalog.models import Category
from embeddings.models import EmbeddingSpace

Ints = npt.NDArray[np.int64]

# Three levels of ten categories each: one of the first level holds 10 % of the products, one of the
# second 1 %, one of the third (a leaf) 0.1 %.
_TREE = 10
LEAVES = _TREE**3
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def make_categories() -> list[int]:
    """Make the tree below `all`; the ids of its leaves."""
    level = [Category.objects.create(name="Everything", slug="all")]
    for _ in range(3):
        level = Category.objects.bulk_create(
            Category(name=f"{parent.name} {n}", slug=f"{parent.slug}-{n}", parent=parent)
            for parent in level
            for n in range(_TREE)
        )
    return [leaf.pk for leaf in level]


def leaf_of(numbers: Ints, *, products: int) -> Ints:
    """In which leaf each product lies, whatever it looks like: 0 to 999, all the same share."""
    return np.random.default_rng(5).permutation(products)[numbers] % LEAVES


def category_of_share(share: float) -> Category:
    """The category that holds the leaves whose number is a multiple of 1 / share: 1 to 0.001."""
    return Category.objects.get(slug="-".join(["all", *("0" * round(-np.log10(share)))]))


def price_of(numbers: Ints, *, products: int) -> npt.NDArray[np.float64]:
    """No two products cost the same, and neighbours in number do not in price."""
    return 1 + np.random.default_rng(6).permutation(products)[numbers] / 100


def copy_products(leaves: Sequence[int], *, products: int) -> None:
    """Products 0 .. n - 1 with ids 1 .. n, all published and in stock."""
    columns = "id, sku, sku_folded, slug, name, description, brand, category_id, price, stock, "
    columns += "is_published, attributes, family, created_at, updated_at"
    numbers = np.arange(products)
    # The digits of a leaf's number name its categories from the last to the first, so that all
    # multiples of ten lie below one category.
    places = [int(f"{leaf:03}"[::-1]) for leaf in leaf_of(numbers, products=products).tolist()]
    prices = price_of(numbers, products=products).tolist()
    with _cursor().copy(f"COPY catalog_product ({columns}) FROM STDIN") as copy:
        for n, (place, price) in enumerate(zip(places, prices, strict=True)):
            copy.write_row(
                (n + 1, f"SYN-{n}", *[f"syn-{n}"] * 2, f"Product {n}", "Stands for many.")
                + (f"Brand {n % 300}", leaves[place], f"{price:.2f}", n % 9 + 1, True)
                + ("{}", "", _NOW, _NOW)
            )


def copy_pictures(owners: npt.NDArray[np.int64], *, first: int) -> None:
    """Rows of pictures that never were, with ids from `first`, of products by number."""
    columns = "id, product_id, image, alt, position, width, height, sha256, phash, created_at"
    with _cursor().copy(f"COPY catalog_productimage ({columns}) FROM STDIN") as copy:
        before = -1
        position = 0
        for n, owner in enumerate(owners.tolist(), start=first):
            position = position + 1 if owner == before else 0
            before = owner
            copy.write_row(
                (n, owner + 1, f"products/{n}.jpg", "", position, 800, 800, _digest(n), "", _NOW)
            )


def copy_embeddings(
    vectors: npt.NDArray[np.float16], owners: Ints, *, space: EmbeddingSpace, first: int
) -> None:
    """Ready rows of a space for the pictures from `first` on; in binary, features left out."""
    columns = (
        "image_id, product_id, space_id, state, priority, attempts, claim, error, digest, vector, "
    )
    columns += "queued_at, embedded_at"
    types = ["int8", "int8", "int8", "varchar", "int2", "int2", "varchar", "varchar", "varchar"]
    with (
        (cursor := _cursor()),
        cursor.copy(
            f"COPY embeddings_imageembedding ({columns}) FROM STDIN (FORMAT binary)"
        ) as copy,
    ):
        copy.set_types([*types, "halfvec", "timestamptz", "timestamptz"])
        for n, (owner, vector) in enumerate(
            zip(owners.tolist(), vectors, strict=True), start=first
        ):
            copy.write_row(
                (n, owner + 1, space.pk, "ready", 0, 1, "", "", _digest(n))
                + (HalfVector(vector), _NOW, _NOW)
            )


def finish_loading(tables: Iterable[str]) -> None:
    """Let ids go on after the copied ones, and the planner know what there is."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
            cursor.execute(f"VACUUM ANALYZE {table}")


def _digest(n: int) -> str:
    """As scattered as that of a real file: samples are drawn by it."""
    return hashlib.sha256(str(n).encode()).hexdigest()


def _cursor() -> psycopg.Cursor[Any]:
    connection.ensure_connection()
    cursor: psycopg.Cursor[Any] = psycopg.Cursor(connection.connection)
    info = TypeInfo.fetch(connection.connection, "halfvec")
    assert info is not None
    # A cursor takes adapters of its own just as a connection does, which the types leave out.
    register_halfvec_info(cursor, info)  # type: ignore[arg-type]
    return cursor
