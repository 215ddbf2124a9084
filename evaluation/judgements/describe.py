"""The grade by judgements as lines for a console and for staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TITLES = {
    "ordered": "judged pairs in the right order",
    "right_ahead": "right before wrong",
}


def describe_judgements(grade: dict[str, Any]) -> Iterator[str]:
    """The grade as lines of text; what could not be graded says why."""
    if not grade:
        return  # grades of before
    of = f"{grade['judgements']} judgements by {grade['people']} people"
    if "not_enough" in grade:
        yield f"judgements: not enough. {grade['not_enough']} ({of})"
        return
    yield f"judgements: {of}, {grade['queries']} products asked"
    for name, title in TITLES.items():
        if figure := grade.get(name):
            yield (
                f"    {title}: {figure['mean']:.3f} (95 % interval {figure['lower']:.3f} to "
                f"{figure['upper']:.3f})"
            )
