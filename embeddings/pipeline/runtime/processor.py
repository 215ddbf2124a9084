"""What this machine's processor can do, asked of the operating system rather than of torch."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")  # Linux; elsewhere nothing is known and fp32 is used
# Without one of these, bf16 arithmetic is emulated: measured 300 times slower than fp32 on AVX2.
_BF16_FLAGS = frozenset({"amx_bf16", "avx512_bf16"})
# Without one of these, products of bytes are added up in 16 bits, and what does not fit is lost.
_BYTE_FLAGS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})


# A memo that needs no reset: it follows from the processor alone.
@cache
def has_native_bf16() -> bool:
    """Whether the processor multiplies bf16 matrices itself (AMX or AVX512_BF16)."""
    try:
        return bool(_BF16_FLAGS & read_flags(_CPUINFO.read_text()))
    except OSError:
        return False


# A memo that needs no reset: it follows from the processor alone.
@cache
def multiplies_bytes() -> bool:
    """Whether the processor adds up products of bytes in one step (VNNI or AMX)."""
    try:
        return bool(_BYTE_FLAGS & read_flags(_CPUINFO.read_text()))
    except OSError:
        return False


def count_cores() -> int:
    """How many cores this process may use, which in a container is fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_flags(cpuinfo: str) -> frozenset[str]:
    """The processor's features as Linux names them, from the text of /proc/cpuinfo."""
    for line in cpuinfo.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "flags":
            return frozenset(value.split())
    return frozenset()
