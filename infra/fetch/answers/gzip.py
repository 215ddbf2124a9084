"""Unpacking what came packed, bit by bit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

PIECE_BYTES = 64 * 1024  # unpacked at a time, so that a bomb is noticed before it has gone off


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
