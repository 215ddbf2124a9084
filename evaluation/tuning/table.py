"""What tuning tried and found, as lines of text for a console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evaluation.grades.table import align, grades_side_by_side


def describe_tuning(report: dict[str, Any]) -> Iterator[str]:
    """The recipes by their score, the best one beside the present one, and the verdict."""
    yield (
        f"{report['pictures']} pictures; {report['products_choosing']} products choose, "
        f"{report['products_held_out']} are held out."
    )
    tried = [[one["recipe"], f"{one['score']:.4f}"] for one in report["tried"]]
    yield from align([["recipe", "score"], *tried])
    yield ""
    yield f"present: {report['present']}"
    yield f"best: {report['best']}"
    held_out = report["held_out"]
    rows = [["held out", "present", "best"]]
    yield from align(rows + grades_side_by_side([held_out["present"], held_out["best"]]))
    yield ""
    for half in ("choosing", "held_out"):
        gain = report[f"gain_{half}"]
        yield (
            f"gain on the half {'that chooses' if half == 'choosing' else 'held out'}: "
            f"{gain['mean']:+.4f} ({gain['lower']:+.4f} to {gain['upper']:+.4f})"
        )
    yield report["rule"]
    if not report["is_gain"]:
        yield "The present recipe stays."
    elif created := report.get("created"):
        yield f"{report['best']} is better; {created} is being built."
    else:
        yield f"{report['best']} is better."
