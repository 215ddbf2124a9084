"""One process at a time goes through the catalogue, whichever begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from infra.locks.advisory import locked_session

LOCK = 0x68796769  # in PostgreSQL's table of advisory locks; "hygi"


@contextmanager
def checking_alone() -> Iterator[bool]:
    """Whether nobody else does this very moment; of one who is killed the lock ends as well."""
    with locked_session(LOCK) as session:
        yield session is not None
