"""The space that answers shoppers: its index, what that finds, and its grades night by night."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.dashboard.charts.lines import LineChart, Series, draw_lines
from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.permissions import may_view
from backoffice.dashboard.shop import Shop
from embeddings.index import IndexStatus, vector_index
from embeddings.models import EmbeddingSpace
from monitoring.series.grades import read_grades

GRADES = {
    "same_product": gettext_lazy("same product"),
    "category": gettext_lazy("same category"),
    "kind_and_colour": gettext_lazy("same category and colour"),
}
# Two nights without a grade.
_GAP = timedelta(hours=60)


def read(shop: Shop) -> dict[str, Any]:
    space = shop.space
    if space is None:
        return {"space": None}
    report = vector_index().report(space)
    return {
        "space": space,
        "index": _say_index(report.status, report.wanted, str(report.progress or "")),
        "is_index_good": report.healthy,
        "recall": None if space.recall is None else number_format(100 * space.recall, 1),
        "measured_at": space.recall_measured_at,
        "floor": number_format(100 * report.recall_floor, 0),
        "chart": _chart(space),
    }


def _say_index(status: IndexStatus, wanted: bool, progress: str) -> str:
    if progress:
        return _("being built: %(progress)s") % {"progress": progress}
    if status == IndexStatus.VALID:
        return _("in use")
    if status == IndexStatus.INVALID:
        return _("invalid: every picture is compared")
    return _("missing: every picture is compared") if wanted else _("not needed: few pictures")


def _chart(space: EmbeddingSpace) -> LineChart | None:
    nights = read_grades(space)
    series = [
        Series(
            name=str(words),
            points=[
                (night.graded_at, night.figures[grade]["mean"])
                for night in nights
                if grade in night.figures
            ],
        )
        for grade, words in GRADES.items()
    ]
    series = [each for each in series if each.points]
    if not series:
        return None
    title = _("Grades, mAP@10 by night: 1 is best")
    return draw_lines(title, series, gap=_GAP, decimals=3, top=1.0)


SPACE = Part(
    key="space",
    title=gettext_lazy("Live space"),
    may_see=lambda user: may_view(user, "embeddings.embeddingspace"),
    read=read,
)
