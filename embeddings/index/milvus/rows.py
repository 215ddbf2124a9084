"""A picture as a row of a collection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from embeddings.index.external.store import Entry
from embeddings.index.milvus.filter_expression import ANYTHING, CENTS
from embeddings.index.milvus.keys import attribute_key, text_key

MAX_ARRAY = 4096
"""Entries that Milvus keeps of an array, at most."""
_MAX_ROWS = 1_000
_MAX_BYTES = 8 * 1024**2
"""Of a message. Milvus takes 64 MB, which all who write at the same time share."""
_BYTES_BESIDE = 1_024


def row_of(entry: Entry) -> dict[str, Any]:
    """The fields of embeddings/index/milvus/collection.py."""
    return {
        "id": entry.image_id,
        "vector": entry.vector.astype("float32"),
        "fingerprint": entry.fingerprint,
        "product_id": entry.product_id,
        "category": entry.category_path[-1],
        "category_path": _array(entry.category_path),
        "brand_key": text_key(entry.brand),
        "price": int(entry.price * CENTS),
        "stock": entry.stock,
        "published": entry.published,
        "attribute_keys": _array(attribute_key(name, value) for name, value in entry.attributes),
    }


def batches(entries: Sequence[Entry], dimensions: int) -> Iterator[list[dict[str, Any]]]:
    """Rows, as many as a message may hold; of a picture that is named twice the last."""
    latest = list({entry.image_id: entry for entry in entries}.values())
    size = max(1, min(_MAX_ROWS, _MAX_BYTES // (4 * dimensions + _BYTES_BESIDE)))
    for start in range(0, len(latest), size):
        yield [row_of(entry) for entry in latest[start : start + size]]


def _array(keys: Iterable[int]) -> list[int]:
    distinct = sorted(set(keys))
    return distinct if len(distinct) <= MAX_ARRAY else [ANYTHING]
