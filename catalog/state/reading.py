"""Which state the catalogue is in: what is equal is unchanged, whoever wrote meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from infra.prepared import fetch_prepared


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """Names of the state as this moment's reader sees it."""

    products: str
    """Of all products and categories."""
    pictures: str
    """Of all pictures of products."""


def catalogue_state() -> CatalogueState:
    """One short statement: some hundred ids are read, however large the catalogue is.

    A transaction that ends later brings its ids then, so an older state is never taken for a newer
    one. Ask before reading the catalogue, never after.
    """
    ((products, pictures),) = fetch_prepared(
        """
        SELECT string_agg(id::text, ',' ORDER BY id) FILTER (WHERE NOT of_pictures),
            string_agg(id::text, ',' ORDER BY id) FILTER (WHERE of_pictures)
        FROM catalog_statemark
        """,
        (),
    )
    return CatalogueState(products=products or "", pictures=pictures or "")
