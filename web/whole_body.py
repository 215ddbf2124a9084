"""A form or file that was cut off on its way is refused, never taken as if it were whole.

A web server may hand on what it has when a visitor's connection ends early, and Django's reader of
multipart forms takes whatever it gets: a product was saved without its last picture. Here the body
is watched while it is read: one that is shorter than its Content-Length, or a multipart one
without its closing boundary (RFC 2046, section 5.1.1), raises BodyIncompleteError in the midst of
the parsing, so no view ever sees a part of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

# Line ends that some clients write behind the closing boundary.
_MAX_EPILOGUE_BYTES = 16


class BodyIncompleteError(BadRequest):
    """The body ends before its end; Django answers 400."""


class WholeBodyMiddleware:
    """Watch the body of every request; whoever reads it to its end knows that it is all there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length:
            # The attribute is private, but it is the one place through which Django's and DRF's
            # parsers all read.
            request._stream = _WatchedStream(  # type: ignore[assignment]
                request._stream,
                length=length,
                closing=_closing_boundary(request),
            )
        return self.get_response(request)


def _closing_boundary(request: HttpRequest) -> bytes:
    """What a multipart body ends with; empty for any other."""
    kind, parameters = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))
    if not kind.startswith("multipart/"):
        return b""
    return b"--" + parameters.get("boundary", "").encode("latin-1", "replace") + b"--"


class _WatchedStream(io.IOBase):
    """A body that fails where it ends too early."""

    def __init__(self, stream: BinaryIO, *, length: int, closing: bytes) -> None:
        self._stream = stream
        self._missing = length
        self._closing = closing
        self._tail = b""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._missing if size is None or size < 0 else min(size, self._missing)
        data = b""
        # A server may hand over less at a time than it is asked for.
        while len(data) < wanted:
            data += self._watch(self._stream.read(wanted - len(data)))
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        if not self._missing or size == 0:
            return b""
        return self._watch(self._stream.readline(-1 if size is None else size))

    def _watch(self, data: bytes) -> bytes:
        if not data:
            raise BodyIncompleteError("The request ends before the length that it announced.")
        self._missing -= len(data)
        kept = len(self._closing) + _MAX_EPILOGUE_BYTES
        self._tail = (self._tail + data[-kept:])[-kept:]
        if not self._missing and not self._tail.rstrip().endswith(self._closing):
            raise BodyIncompleteError("The form ends without its closing boundary.")
        return data
