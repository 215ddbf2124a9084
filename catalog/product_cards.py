"""What a product card shows, read in two statements and without the ORM's machinery.

A row of look-alikes stands on every product page, and Django's querysets and prefetching take four
times as long to make these objects as PostgreSQL takes to find them (docs/benchmarks.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from catalog.models import Category, Product, ProductImage
from catalog.querysets import ProductImageQuerySet
from infra.prepared import fetch_prepared

# Of a long row of cards the dates alone would take a tenth of the time to read.
_LEFT_OUT = {"search", "description", "attributes", "phash", "created_at", "updated_at"}


def read_cards(product_ids: Sequence[int]) -> dict[int, Product]:
    """Products by id, each with its category and all its pictures; those that went are left out.

    What no card shows (description, attributes, dates) is read when it is asked for.
    """
    products: dict[int, Product] = {}
    fields, of_category, of_image = _fields(Product), _fields(Category), _fields(ProductImage)
    rows = fetch_prepared(
        f"""
        SELECT {_columns(Product)}, {_columns(Category)}
        FROM catalog_product JOIN catalog_category
            ON catalog_category.id = catalog_product.category_id
        WHERE catalog_product.id = ANY(%s::bigint[])
        """,
        (list(product_ids),),
    )
    for row in rows:
        product = Product.from_db(connection.alias, fields, row[: len(fields)])
        product.category = Category.from_db(connection.alias, of_category, row[len(fields) :])
        products[product.pk] = product
    rows = fetch_prepared(
        f"""
        SELECT {_columns(ProductImage)} FROM catalog_productimage
        WHERE product_id = ANY(%s::bigint[]) ORDER BY position, id
        """,
        (list(products),),
    )
    pictures: dict[int, list[ProductImage]] = defaultdict(list)
    for row in rows:
        image = ProductImage.from_db(connection.alias, of_image, row)
        image.product = products[image.product_id]
        pictures[image.product_id].append(image)
    # One query object for all of them, which is never run.
    query = ProductImageQuerySet(ProductImage).query
    for product in products.values():
        # As prefetch_related leaves it: product.images.all() asks no more.
        found = ProductImageQuerySet(ProductImage, query=query)
        found._result_cache = pictures[product.pk]
        product._prefetched_objects_cache = {"images": found}  # type: ignore[attr-defined]
    return products


@cache
def _fields(model: type[Model]) -> list[str]:
    concrete = (field.attname for field in model._meta.concrete_fields)
    return [name for name in concrete if name not in _LEFT_OUT]


@cache
def _columns(model: type[Model]) -> str:
    table = model._meta.db_table
    by_name: dict[str, Any] = {field.attname: field.column for field in model._meta.concrete_fields}
    return ", ".join(f"{table}.{by_name[name]}" for name in _fields(model))
