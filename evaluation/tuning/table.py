"""What tuning tried and found, as lines of text for a console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from evaluation.grades.table import align, grades_side_by_side


def describe_tuning(report: dict[str, Any]) -> Iterator[str]:
    """The recipes by their score, the best one beside the present one, and the verdict."""
    told = _(
        "%(pictures)d pictures; %(products_choosing)d products choose, %(products_held_out)d are "
        "held out."
    )
    yield told % report
    tried = [[one["recipe"], f"{one['score']:.4f}"] for one in report["tried"]]
    yield from align([[_("recipe"), _("score")], *tried])
    yield ""
    yield _("present: %(present)s") % report
    yield _("best: %(best)s") % report
    held_out = report["held_out"]
    rows = [[_("held out"), _("present"), _("best")]]
    yield from align(rows + grades_side_by_side([held_out["present"], held_out["best"]]))
    yield ""
    choosing = _("gain on the half that chooses: %(mean)+.4f (%(lower)+.4f to %(upper)+.4f)")
    yield choosing % report["gain_choosing"]
    left = _("gain on the half held out: %(mean)+.4f (%(lower)+.4f to %(upper)+.4f)")
    yield left % report["gain_held_out"]
    yield report["rule"]
    if not report["is_gain"]:
        yield _("The present recipe stays.")
    elif report.get("created"):
        yield _("%(best)s is better; %(created)s is being built.") % report
    else:
        yield _("%(best)s is better.") % report
