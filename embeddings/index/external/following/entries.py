"""What an engine keeps of pictures, read from PostgreSQL; fingerprints are reckoned here alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from embeddings.index.external.store import Entry
from embeddings.spaces.snapshot import SearchedSpace
from infra.prepared import fetch_prepared

# {chosen} says which pictures. A category that stands in a ring is met once. The fingerprint is
# PostgreSQL's own 64-bit hash of all that an entry holds: reckoning it here would take reading
# every vector of a space for each comparison. Should it change with a version of PostgreSQL, the
# next comparison puts everything there anew.
_READ = """
    WITH RECURSIVE chosen AS MATERIALIZED (
        SELECT embedding.image_id, embedding.product_id, halfvec_send(embedding.vector) AS vector,
            category_id, brand, price, stock, is_published, attributes
        FROM embeddings_imageembedding embedding
        JOIN catalog_product product ON product.id = embedding.product_id
        WHERE embedding.space_id = %(space)s AND embedding.state = 'ready' AND {chosen}
    ),
    above (id, path, next) AS (
        SELECT id, ARRAY[id], parent_id FROM catalog_category
        WHERE id IN (SELECT category_id FROM chosen)
        UNION ALL
        SELECT above.id, parent.id || above.path, parent.parent_id
        FROM above JOIN catalog_category parent
            ON parent.id = above.next AND parent.id <> ALL (above.path)
    ),
    path AS (SELECT DISTINCT ON (id) id, path FROM above ORDER BY id, cardinality(path) DESC),
    entry AS (
        SELECT chosen.*, path.path, hashtextextended(concat_ws(
            E'\\x1f', encode(sha256(vector), 'hex'), product_id, path.path::text, brand, price,
            stock, is_published, attributes::text
        ) COLLATE "C", 0) AS fingerprint
        FROM chosen JOIN path ON path.id = chosen.category_id
    )
    SELECT {columns} FROM entry ORDER BY image_id
"""
_COLUMNS = """image_id, product_id, vector, path, brand, price, stock, is_published,
    attributes::text, fingerprint"""
_THESE = "embedding.image_id = ANY(%(ids)s::bigint[])"
_NEXT = "embedding.image_id > %(after)s ORDER BY embedding.image_id LIMIT %(limit)s"


def read_entries(space: SearchedSpace, image_ids: Sequence[int]) -> list[Entry]:
    """Those of these pictures that are ready in the space, by id."""
    return _entries(_THESE, {"space": space.pk, "ids": list(image_ids)})


def read_next_entries(space: SearchedSpace, *, after: int, limit: int) -> list[Entry]:
    """The first ready pictures of a higher id than `after`, by id."""
    return _entries(_NEXT, {"space": space.pk, "after": after, "limit": limit})


def read_fingerprints(space: SearchedSpace, *, after: int, limit: int) -> Iterator[tuple[int, int]]:
    """Ids and fingerprints of the same pictures; vectors never leave PostgreSQL."""
    sql = _READ.format(chosen=_NEXT, columns="image_id, fingerprint")
    params = {"space": space.pk, "after": after, "limit": limit}
    yield from fetch_prepared(sql, params)


def _entries(chosen: str, params: dict[str, Any]) -> list[Entry]:
    sql = _READ.format(chosen=chosen, columns=_COLUMNS)
    return [
        Entry(
            image_id=image,
            product_id=product,
            # As `halfvec_send` writes it: how many numbers, and two bytes of nothing, first.
            vector=np.frombuffer(vector, dtype=">f2")[2:].astype(np.float32),
            category_path=tuple(path),
            brand=brand,
            price=price,
            stock=stock,
            published=published,
            attributes=_texts(json.loads(attributes)),
            fingerprint=fingerprint,
        )
        for (
            image,
            product,
            vector,
            path,
            brand,
            price,
            stock,
            published,
            attributes,
            fingerprint,
        ) in fetch_prepared(sql, params, binary=True)
    ]


def _texts(attributes: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Names and values as a filter has them; of several values each."""
    return tuple(
        (name, each if isinstance(each, str) else json.dumps(each))
        for name, value in attributes.items()
        for each in (value if isinstance(value, list) else [value])
    )
