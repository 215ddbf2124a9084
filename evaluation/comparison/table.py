"""Two spaces side by side as lines of text for a console."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.comparison.compare import Comparison
from evaluation.comparison.verdict import describe_verdict
from evaluation.grades.table import align, grades_side_by_side, say_interval
from evaluation.measured import DEPTH


def describe_comparison(comparison: Comparison) -> Iterator[str]:
    """A comparison: a column for each space, how far their answers agree, and which is better."""
    spaces = comparison["spaces"]
    rows = [
        ["", *(space["name"] for space in spaces)],
        *([str(words), *(str(space[fact]) for space in spaces)] for fact, words in _FACTS.items()),
        [_("recall@10 of the index"), *(_or_dash(space["recall"], "{:.3f}") for space in spaces)],
        [_("median time, ms"), *(_or_dash(space["median_ms"], "{:.1f}") for space in spaces)],
        [_("graded"), *(space["grades"]["graded_at"] for space in spaces)],
    ]
    yield from align(rows + grades_side_by_side([space["grades"] for space in spaces]))
    overlap = comparison[f"overlap@{DEPTH}"]
    if reason := overlap.get("not_enough"):
        told = _("overlap@%(depth)d: not enough. %(why)s")
        yield told % {"depth": DEPTH, "why": reason}
    else:
        yield _("overlap@%(depth)d: %(mean).3f (%(interval)s), %(products)d products asked") % {
            **{"depth": DEPTH, "mean": overlap["mean"]},
            **{"interval": say_interval(overlap), "products": comparison["queries"]},
        }
    first, second = (space["name"] for space in spaces)
    yield from describe_verdict(first, second, comparison["differences"])


_FACTS = {
    "state": gettext_lazy("state"),
    "dimensions": gettext_lazy("dimensions"),
    "pictures": gettext_lazy("pictures"),
    "index": gettext_lazy("index"),
}


def _or_dash(number: float | None, form: str) -> str:
    return "-" if number is None else form.format(number)
