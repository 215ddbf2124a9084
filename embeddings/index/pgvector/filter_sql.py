"""A product filter as SQL, for the statements of the vector search."""

from __future__ import annotations

from functools import lru_cache

from catalog.product_filter import ProductFilter
from embeddings.index.pgvector.search import write_products


def compile_filter(conditions: ProductFilter) -> str:
    """The products that meet the conditions, as SQL; see `write_products`."""
    return _write(conditions, conditions.subtree())


# The text follows from the two alone, and Django takes half a millisecond to write it.
@lru_cache(maxsize=1_000)
def _write(conditions: ProductFilter, subtree: str) -> str:
    return write_products(conditions.apply_within(subtree))
