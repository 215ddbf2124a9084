"""Whatever keeps an engine from answering is one error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from embeddings.index.external.store import StoreAwayError


@contextmanager
def asking() -> Iterator[None]:
    """Around each call of a store: raises StoreAwayError for all that it may raise.

    Clients of engines have errors of their own, and an answer in a form that nobody expected is as
    good as none: no page of the shop may end with either.
    """
    try:
        yield
    except StoreAwayError:
        raise
    except Exception as error:
        raise StoreAwayError(f"{type(error).__name__}: {error}") from error
