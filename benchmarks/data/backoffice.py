"""What the lists of the admin show, in the numbers of a large shop: rows only, no files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.contrib.auth.models import User
from django.db import connection

from benchmarks.data.catalogue import copy_pictures, copy_products, finish_loading, make_categories
from catalog.imports.models import ImportRun
from catalog.models import BulkEdit, Category, Product
from embeddings.spaces.lifecycle import create_space
from recommendations.models import Rule

_TABLES = (
    "catalog_product",
    "catalog_productimage",
    "catalog_category",
    "embeddings_imageembedding",
    "catalog_importrow",
)


def fill_backoffice(*, products: int, categories: int, import_rows: int) -> None:
    """Products with one picture each, of which one in fifty failed and the others wait."""
    leaves = make_categories()
    _more_categories(leaves, categories)
    copy_products(leaves, products=products)
    copy_pictures(np.arange(products), first=1)
    create_space("hog+lab_color")  # every picture waits for it
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE embeddings_imageembedding SET state = 'failed', error = 'decode'"
            " WHERE image_id % 50 = 0"
        )
    _rules(products)
    _runs(import_rows)
    BulkEdit.objects.bulk_create(
        BulkEdit(product_ids=list(range(1, 1_000)), total=999) for _ in range(500)
    )
    finish_loading(_TABLES)


def _more_categories(leaves: Sequence[int], wanted: int) -> None:
    there = Category.objects.count()
    Category.objects.bulk_create(
        Category(name=f"Kind {n}", slug=f"kind-{n}", parent_id=leaves[n % len(leaves)])
        for n in range(max(wanted - there, 0))
    )


def _rules(products: int) -> None:
    ids = list(Product.objects.values_list("pk", flat=True)[:5_000])
    Rule.objects.bulk_create(
        Rule(kind="hide", product_id=pk, note=f"Campaign {pk % 40}") for pk in ids
    )


def _runs(rows: int) -> None:
    user = User.objects.create_superuser("owner")
    runs = ImportRun.objects.bulk_create(
        ImportRun(
            name=f"supplier-{n}.csv", file="kept", user=user, state="applied", counts={"new": 10}
        )
        for n in range(1_000)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO catalog_importrow (run_id, number, lines, lines_to_send, sku, outcome,
                content, changes, picture_changes, problems, notices, is_applied,
                pictures_pending, is_undone, why_not_undone)
            SELECT %s, n, '[1]', '[]', 'SYN-' || n, 'changed', '{}',
                '{"price": ["1.00", "2.00"]}', '[]', '[]', '[]', true, false, false, ''
            FROM generate_series(1, %s) n
            """,
            (runs[-1].pk, rows),
        )
