"""Two spaces side by side as lines of text for a console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recommendations.comparison import Comparison
from recommendations.grade_table import TITLES, align, metrics_of, say_interval
from recommendations.measures import DEPTH


def describe_comparison(comparison: Comparison) -> Iterator[str]:
    """A comparison as a table of one column for each space, and how far their answers agree."""
    spaces = comparison["spaces"]
    rows = [
        ["", *(space["name"] for space in spaces)],
        *([fact, *(str(space[fact]) for space in spaces)] for fact in _FACTS),
        ["recall@10 of the index", *(_or_dash(space["recall"], "{:.3f}") for space in spaces)],
        ["median time, ms", *(_or_dash(space["median_ms"], "{:.1f}") for space in spaces)],
        ["graded", *(space["grades"]["graded_at"] for space in spaces)],
    ]
    for measure, title in TITLES.items():
        grades = [space["grades"][measure] for space in spaces]
        for metric in dict.fromkeys(name for grade in grades for name in metrics_of(grade)):
            rows.append([f"{title}, {metric}", *(_cell(grade, metric) for grade in grades)])
        if not any(map(metrics_of, grades)):
            rows.append([title, *("not enough" for _ in grades)])
    yield from align(rows)
    overlap = comparison[f"overlap@{DEPTH}"]
    if reason := overlap.get("not_enough"):
        yield f"overlap@{DEPTH}: not enough. {reason}"
    else:
        yield (
            f"overlap@{DEPTH}: {overlap['mean']:.3f} ({say_interval(overlap)}), "
            f"{comparison['queries']} products asked"
        )


_FACTS = ("state", "dimensions", "pictures", "index")


def _or_dash(number: float | None, form: str) -> str:
    return "-" if number is None else form.format(number)


def _cell(grade: dict[str, Any], metric: str) -> str:
    figure = grade.get(metric)
    return f"{figure['mean']:.3f} ({say_interval(figure)})" if figure else "not enough"
