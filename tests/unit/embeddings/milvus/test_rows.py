"""Pictures as rows of a collection, in messages that Milvus takes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from embeddings.index.external.store import Entry
from embeddings.index.milvus.filter_expression import ANYTHING
from embeddings.index.milvus.keys import attribute_key, text_key
from embeddings.index.milvus.rows import MAX_ARRAY, batches, row_of

ENTRY = Entry(
    image_id=1,
    product_id=2,
    vector=np.ones(4, dtype=np.float32),
    category_path=(30, 10),
    brand='A "quoted" \\ brand\n',
    price=Decimal("12.30"),
    stock=5,
    published=True,
    attributes=(("colour", "red"), ("width", "24.0")),
    fingerprint=-7,
)


def test_an_entry_as_a_row() -> None:
    row = row_of(ENTRY)
    assert row.pop("vector").tolist() == [1, 1, 1, 1]
    assert row == {
        "id": 1,
        "product_id": 2,
        "fingerprint": -7,
        "category": 10,
        "category_path": [10, 30],
        "brand_key": text_key(ENTRY.brand),
        "price": 1230,
        "stock": 5,
        "published": True,
        "attribute_keys": sorted([attribute_key("colour", "red"), attribute_key("width", "24")]),
    }


def test_more_attributes_than_milvus_keeps_are_found_whatever_is_asked_for() -> None:
    many = tuple(("tag", str(n)) for n in range(MAX_ARRAY + 1))
    assert row_of(replace(ENTRY, attributes=many))["attribute_keys"] == [ANYTHING]
    assert len(row_of(replace(ENTRY, attributes=many[1:]))["attribute_keys"]) == MAX_ARRAY


def test_messages_hold_so_many_rows_as_milvus_takes() -> None:
    entries = [replace(ENTRY, image_id=n) for n in range(2_500)]
    assert [len(rows) for rows in batches(entries, 256)] == [1_000, 1_000, 500]
    assert [len(rows) for rows in batches(entries[:700], 5_130)] == [389, 311]
    assert list(batches([], 256)) == []


def test_of_a_picture_that_is_named_twice_the_last_is_kept() -> None:
    (rows,) = batches([ENTRY, replace(ENTRY, stock=0)], 4)
    assert [(row["id"], row["stock"]) for row in rows] == [(1, 0)]
