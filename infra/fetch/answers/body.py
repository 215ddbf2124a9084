"""The content of an answer, no larger than it may be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _
from httpcore2 import Response

from infra.fetch.answers.gzip import unpack_gzip
from infra.fetch.answers.headers import header
from infra.fetch.errors import FetchRefusedError

MIB = 1024 * 1024


def read_body(
    answer: Response, sink: Callable[[bytes], object], *, host: str, max_bytes: int
) -> tuple[int, str]:
    """Pass an answer's content on, piece by piece: its size and its sha256.

    Raises FetchRefusedError with the codes too_many_bytes and encoding, and zlib.error.
    """
    encoding = header(answer, b"content-encoding").lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchRefusedError(
            "encoding",
            _("%(host)s packs its answers by %(encoding)s, which nobody asked for."),
            host=host,
            encoding=encoding[:40],
        )
    announced = header(answer, b"content-length")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise _too_large(max_bytes)
    pieces: Iterable[bytes] = answer.iter_stream()
    if encoding.endswith("gzip"):
        pieces = unpack_gzip(pieces)
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        if size > max_bytes:
            raise _too_large(max_bytes)
        digest.update(piece)
        sink(piece)
    return size, digest.hexdigest()


def _too_large(max_bytes: int) -> FetchRefusedError:
    return FetchRefusedError(
        "too_many_bytes",
        _("What is at this address is larger than %(most)s MB."),
        most=f"{max_bytes / MIB:g}",
    )
