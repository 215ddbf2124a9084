"""What a server's answer says: the body within its bounds, its validators, and its refusals."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext_lazy as _
from httpcore2 import Response

from infra.fetch.errors import FetchRefusedError

MIB = 1024 * 1024
PIECE_BYTES = 64 * 1024  # unpacked at a time, so that a bomb is noticed before it has gone off
MAX_VALIDATOR = 500  # characters; a longer one is no use to anybody
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_RETRY_SECONDS = 24 * 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What tells whether something has changed since it was fetched (RFC 9110, section 8.8)."""

    url: str = ""
    """Where it came from at last, after all redirects; the others belong to this address alone."""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    """Of the content, 64 hex digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Something that came, whole."""

    url: str
    """Where it came from at last, after all redirects."""
    content_type: str
    """As the server calls it, which need not be true; empty where it says nothing."""
    size: int
    """Bytes, unpacked."""
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Something that is as it was when it was fetched last."""

    validators: Validators


def header(answer: Response, name: bytes) -> str:
    """The first header of a name (in small letters); empty where there is none."""
    found = (value for key, value in answer.headers if key.lower() == name)
    return next(found, b"").decode("latin-1").strip()


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


def unpack_gzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip as it comes, at most PIECE_BYTES at a time; raises zlib.error.

    A file may have several members (RFC 1952, section 2.2).
    """
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    for chunk in chunks:
        while chunk:
            if inflate.eof:
                inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
            yield inflate.decompress(chunk, PIECE_BYTES)
            chunk = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
    yield inflate.flush()
    if not inflate.eof:
        raise zlib.error("the last member is incomplete")


def validators_of(answer: Response, *, url: str, sha256: str) -> Validators:
    """What to ask with the next time."""

    def kept(name: bytes) -> str:
        value = header(answer, name)
        return value if len(value) <= MAX_VALIDATOR else ""

    return Validators(
        url=url, etag=kept(b"etag"), last_modified=kept(b"last-modified"), sha256=sha256
    )


def status_refusal(answer: Response, *, host: str) -> FetchRefusedError:
    """Why a server does not give what was asked for, by the status of its answer."""
    status = answer.status
    if status in (404, 410):
        return FetchRefusedError(
            "missing", _("There is nothing at this address (%(status)s)."), status=status
        )
    if status in (401, 402, 403, 407, 451):
        return FetchRefusedError(
            "forbidden",
            _("%(host)s does not give this to us (%(status)s)."),
            host=host,
            status=status,
        )
    if status in (429, 503):
        return FetchRefusedError(
            "busy",
            _("%(host)s asks to be left alone for a while (%(status)s)."),
            host=host,
            status=status,
            retry_after_seconds=retry_after(header(answer, b"retry-after")),
        )
    if status >= 500:
        return FetchRefusedError(
            "server_error",
            _("%(host)s has a fault of its own (%(status)s)."),
            host=host,
            status=status,
        )
    return FetchRefusedError(
        "status",
        _("%(host)s answers with %(status)s, and not with a file."),
        host=host,
        status=status,
    )


def retry_after(text: str) -> float | None:
    """Seconds that a Retry-After names (RFC 9110, section 10.2.3); None where it names none."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(float(text), _LONGEST_RETRY_SECONDS)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    left = (when - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.0), _LONGEST_RETRY_SECONDS)


def _too_large(max_bytes: int) -> FetchRefusedError:
    return FetchRefusedError(
        "too_many_bytes",
        _("What is at this address is larger than %(most)s MB."),
        most=f"{max_bytes / MIB:g}",
    )
