"""What a server answers to something that was sent to it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import httpcore2

from infra.fetch.answers.headers import header
from infra.fetch.answers.retry_after import retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An answer, whatever its status."""

    status: int
    beginning: str
    """The first bytes of its content, as text."""
    retry_after_seconds: float | None
    """When the server said that it may be asked again; None where it said nothing."""


def read_answer(answer: httpcore2.Response, *, most_bytes: int) -> Posted:
    """Read no more of an answer than its first bytes.

    One that breaks off or comes too slowly has said its status all the same.
    """
    beginning = b""
    with suppress(httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException):
        for piece in answer.iter_stream():
            beginning += piece
            if len(beginning) >= most_bytes:
                break
    text = beginning[:most_bytes].decode(errors="replace").replace("\0", "\ufffd")
    return Posted(
        status=answer.status,
        beginning=text,
        retry_after_seconds=retry_after(header(answer, b"retry-after")),
    )
