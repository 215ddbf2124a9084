"""What is asked of a bulk fetch, what comes of it, and how one thread does its part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from infra.fetch.answers.body import MIB
from infra.fetch.answers.results import Fetched, Unchanged, Validators
from infra.fetch.session import FetchSession
from infra.refusals import RefusedError

START_BYTES = 512  # where every kind of file has shown what it is
MEMORY_BYTES = 2 * MIB  # of one answer; a larger one lies on disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An address, and what is known of it from the last time."""

    url: str
    known: Validators | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an address."""

    wanted: Wanted
    outcome: Fetched | Unchanged | RefusedError
    body: IO[bytes] | None = None
    """What was fetched, from its beginning; for whoever takes the delivery to close."""

    def close(self) -> None:
        """Let go of what was fetched."""
        if self.body is not None:
            self.body.close()


def deliver(
    session: FetchSession,
    wanted: Wanted,
    *,
    max_bytes: int,
    accept: str,
    check_start: Callable[[bytes], object],
) -> Delivery:
    """Fetch one address; refusals come back as its outcome. Raises OSError where the disk is full.

    check_start: raises RefusedError for the first START_BYTES of what is not wanted.
    """
    body = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - its taker closes it
    start = bytearray()

    def keep(piece: bytes) -> None:
        if len(start) < START_BYTES:
            start.extend(piece[:START_BYTES])
            if len(start) >= START_BYTES:
                check_start(bytes(start))
        body.write(piece)

    try:
        outcome = session.fetch(
            wanted.url, keep, max_bytes=max_bytes, known=wanted.known, accept=accept
        )
    except BaseException as error:
        body.close()
        if isinstance(error, RefusedError):
            return Delivery(wanted, error)
        raise
    if isinstance(outcome, Unchanged):
        body.close()
        return Delivery(wanted, outcome)
    body.seek(0)
    return Delivery(wanted, outcome, body)
