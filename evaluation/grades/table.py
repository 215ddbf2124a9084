"""Grades as lines of text for a console."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.grades.grading import Grade

TITLES = {
    "same_product": gettext_lazy("same product"),
    "category": gettext_lazy("same category"),
    "kind_and_colour": gettext_lazy("same category and colour"),
}

METRICS = (
    *("recall@1", "recall@5", "recall@10", "precision@10", "mAP@10"),
    *("precision", "recall@4", "answered"),
)


def describe_grades(grades: Grade) -> Iterator[str]:
    """A space's grades as a table; what could not be graded says why."""
    yield (
        f"{grades['pictures']} of {grades['pictures_available']} pictures, "
        f"{grades['products']} products, {grades['graded_at']}"
    )
    rows = [["", "mean", "95 % interval", "queries"]]
    reasons = []
    for measure, title in TITLES.items():
        grade = grades[measure]
        if "not_enough" in grade:
            reasons.append(f"{title}: not enough. {grade['not_enough']}")
        rows += [[f"{title}, {metric}", *cells] for metric, *cells in _cells(grade)]
        for slug, of_one in sorted(grade.get("categories", {}).items()):
            cells = next(_cells(of_one), ["", "-", "not enough", "-"])
            rows.append([f"    {slug}, {cells[0]}".removesuffix(", "), *cells[1:]])
    floor = grades.get("floor", {})  # none in grades of before
    rows += [[f"{say_floor(floor)}, {metric}", *cells] for metric, *cells in _cells(floor)]
    if "not_enough" in floor:
        reasons.append(f"floor: not enough. {floor['not_enough']}")
    yield from align(rows)
    yield from reasons
    yield f"Distance: {grades['distance']}"


def grades_side_by_side(graded: Sequence[Grade]) -> list[list[str]]:
    """A row for each metric, with a cell for each of the spaces that were graded."""
    rows = []
    for measure, title in TITLES.items():
        grades = [grades[measure] for grades in graded]
        for metric in dict.fromkeys(name for grade in grades for name in metrics_of(grade)):
            rows.append([f"{title}, {metric}", *(_cell(grade.get(metric)) for grade in grades)])
        if not any(map(metrics_of, grades)):
            rows.append([str(title), *(_("not enough") for _each in grades)])
    return rows


def metrics_of(grade: Grade) -> dict[str, dict[str, float]]:
    """The figures of a grade by metric; none where there was not enough."""
    # PostgreSQL keeps no order of keys.
    return {name: grade[name] for name in METRICS if name in grade}


def say_floor(floor: Grade) -> str:
    """From which match on a product is shown."""
    own, others = floor.get("min_match"), floor.get("min_match_other_kinds")
    return f"floor {own}" if own == others else f"floor {own} ({others} of other kinds)"


def say_interval(figure: dict[str, float]) -> str:
    return _("%(lower).3f to %(upper).3f") % figure


def align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of cells as lines, each column as wide as its widest cell; the first to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells]).rstrip()


def _cells(grade: dict[str, Any]) -> Iterator[list[str]]:
    for metric, figure in metrics_of(grade).items():
        yield [metric, f"{figure['mean']:.3f}", say_interval(figure), str(grade["queries"])]


def _cell(figure: dict[str, float] | None) -> str:
    return f"{figure['mean']:.3f} ({say_interval(figure)})" if figure else _("not enough")
