"""How much memory this process has taken at most."""

from __future__ import annotations

import contextlib
import resource
from pathlib import Path


def peak_megabytes() -> float:
    """The most that this process has held at once, its libraries included."""
    # Not getrusage: to Linux, the peak of whoever started this process is its peak, too.
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # macOS counts bytes
