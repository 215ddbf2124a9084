"""Pictures that Pillow reads but does not write, made byte by byte."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import django
import numpy as np
import pytest

# A refusal's sentence is translated, which Django does once it knows its apps.
django.setup()


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.fixture(scope="session")
def png_chunk() -> Callable[..., bytes]:
    """(kind, data) -> one PNG chunk with its checksum."""
    return chunk


@pytest.fixture
def png_of_samples() -> Callable[..., bytes]:
    """16-bit samples, (H, W) or (H, W, 3) -> a PNG of that depth."""

    def write(samples: np.ndarray, *, transparent: bytes | None = None) -> bytes:
        height, width = samples.shape[:2]
        header = struct.pack(">IIBBBBB", width, height, 16, 2 if samples.ndim == 3 else 0, 0, 0, 0)
        rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
        return b"".join(
            [
                b"\x89PNG\r\n\x1a\n",
                chunk(b"IHDR", header),
                chunk(b"tRNS", transparent) if transparent else b"",
                chunk(b"IDAT", zlib.compress(rows)),
                chunk(b"IEND"),
            ]
        )

    return write
