"""Figures as people compare them: median with the spread, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Median (minimum to maximum)."""
    low, middle, high = min(values), float(np.median(values)), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def percentiles(seconds: Sequence[float]) -> list[str]:
    """p50, p95 and p99 in milliseconds."""
    return [f"{1000 * q:.1f}" for q in np.percentile(seconds, [50, 95, 99])]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---" for _ in head) + " |")
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)
