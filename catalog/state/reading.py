"""Which state the catalogue is in: what is equal is unchanged, whoever wrote meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from infra.prepared import fetch_prepared

_held: ContextVar[list[CatalogueState] | None] = ContextVar("held", default=None)
"""The state in which an answer has found the catalogue; empty until it asks."""


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
    held = _held.get()
    if held:
        return held[0]
    ((products, pictures),) = fetch_prepared(
        """
        SELECT string_agg(id::text, ',' ORDER BY id) FILTER (WHERE NOT of_pictures),
            string_agg(id::text, ',' ORDER BY id) FILTER (WHERE of_pictures)
        FROM catalog_statemark
        """,
        (),
    )
    state = CatalogueState(products=products or "", pictures=pictures or "")
    if held is not None:
        held.append(state)
    return state


@contextmanager
def one_state() -> Iterator[None]:
    """Inside, the state is asked for once: an answer is of the one in which it was begun.

    For what only reads; also a decorator of views: `@one_state()`. Whoever asks next sees what has
    changed meanwhile.
    """
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)
