"""Fetching into a file, which is there whole or not at all."""

from __future__ import annotations

import os

from infra.fetch.answers.results import Fetched, Unchanged, Validators
from infra.fetch.session import FetchSession
from infra.files.atomic import open_whole


def fetch_file(
    session: FetchSession,
    url: str,
    path: str | os.PathLike[str],
    *,
    max_bytes: int,
    known: Validators | None = None,
    accept: str = "*/*",
) -> Fetched | Unchanged:
    """Fetch what lies at an address into a file, whose folder must be there.

    known: of the file that lies there already, which is left as it is where nothing has changed;
    without that file it does not count. Raises FetchRefusedError and OSError.
    """
    path = os.fspath(path)
    if not os.path.exists(path):
        known = None
    try:
        with open_whole(path, wait=True) as file:
            done = session.fetch(url, file.write, max_bytes=max_bytes, known=known, accept=accept)
            if isinstance(done, Unchanged):
                raise _NothingNewError(done)
    except _NothingNewError as nothing:
        return nothing.done
    return done


class _NothingNewError(Exception):
    """Leaves the block in which the file would be replaced."""

    def __init__(self, done: Unchanged) -> None:
        super().__init__()
        self.done = done
