"""Keep memory that was freed: a network asks for the same large blocks batch after batch."""

from __future__ import annotations

import ctypes
import sys

# <malloc.h> of glibc, the same numbers since 1996.
_M_TRIM_THRESHOLD = -1
_M_MMAP_MAX = -4
_KEEP_BYTES = 512 * 1024 * 1024


def keep_freed_memory() -> bool:
    """Stop the C library from handing large blocks back to the system after every layer.

    Without this each layer's output is a fresh mapping whose pages the kernel has to clear again.
    Returns whether it could be set (glibc only; elsewhere nothing happens).
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # musl has no mallopt
        return False
    return bool(mallopt(_M_MMAP_MAX, 0) and mallopt(_M_TRIM_THRESHOLD, _KEEP_BYTES))
