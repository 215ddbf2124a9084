"""Pictures by state, how long the oldest waits, workers' pace, and both over a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.dashboard.charts.lines import Series, draw_lines
from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.permissions import may_view
from backoffice.dashboard.shop import Shop
from backoffice.imports.run.time_left import time_left
from embeddings.models import ImageEmbedding
from monitoring.figures.pictures import read_pictures
from monitoring.series.pace import pace_of
from monitoring.series.samples import points_since

State = ImageEmbedding.State

_DAY = timedelta(hours=24)
_STEP = timedelta(minutes=30)
"""A point of a chart, and a row of its table."""
_GAP = timedelta(hours=1)


def read(shop: Shop) -> dict[str, Any]:
    if shop.space is None:
        return {"space": None}
    found = read_pictures(shop.space)
    rows = reverse("admin:embeddings_imageembedding_changelist")
    counts = {
        State.READY: found.ready,
        State.PENDING: found.pending,
        State.FAILED: found.failed,
        State.IGNORED: found.ignored,
    }
    settled = found.ignored.number + (found.ready.number if found.ready else 0)
    return {
        "space": shop.space,
        "settled": settled,
        "total": max(1, settled + found.pending.number + found.failed.number),
        "states": [
            (state, count, f"{rows}?space__id__exact={shop.space.pk}&state__exact={state.value}")
            for state, count in counts.items()
            if state != State.IGNORED or found.ignored.number
        ],
        "oldest": found.oldest_pending,
        "pace": None if found.per_second is None else number_format(found.per_second, 1),
        "time_left": time_left(found.seconds_left) if found.seconds_left else "",
        "charts": _charts(),
    }


def _charts() -> list[Any]:
    samples = points_since(timezone.now() - _DAY)
    waiting = [(each.at, float(each.pending)) for each in samples if each.pending is not None]
    pace = pace_of(samples)
    charts = (
        (_("Pictures waiting, the last 24 hours"), _("waiting"), stepped(waiting, max), 0),
        (_("Pictures a second, the last 24 hours"), _("a second"), stepped(pace, fmean), 1),
    )
    return [
        draw_lines(title, [Series(name=name, points=points)], gap=_GAP, decimals=decimals)
        for title, name, points, decimals in charts
        if points
    ]


def stepped(points: Iterable[tuple[datetime, float]], merge: Any) -> list[tuple[datetime, float]]:
    """Half an hour's points as one."""
    steps: dict[float, list[float]] = {}
    for moment, value in points:
        steps.setdefault(moment.timestamp() // _STEP.total_seconds(), []).append(value)
    zone = timezone.get_current_timezone()
    return [
        (datetime.fromtimestamp(step * _STEP.total_seconds(), tz=zone), merge(values))
        for step, values in steps.items()
    ]


PICTURES = Part(
    key="pictures",
    title=gettext_lazy("Pictures"),
    may_see=lambda user: (
        may_view(user, "embeddings.imageembedding") or may_view(user, "embeddings.embeddingspace")
    ),
    read=read,
)
