"""Figures as people compare them: median with the spread, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def print_growth(head: Sequence[str], measured: Iterable[Sequence[float]]) -> None:
    """Print each row as soon as it is there, and how many times the first one the last is."""
    rows = []
    for row in measured:
        rows.append(row)
        table(head, [[_figure(value) for value in row]])
    if len(rows) > 1:
        table(head, [[f"{ratio:.2f}x" for ratio in growth(rows[0], rows[-1])]])


def growth(first: Sequence[float], last: Sequence[float]) -> list[float]:
    """Column by column, how many times the first the last is."""
    return [more / less if less else float("nan") for less, more in zip(first, last, strict=True)]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
