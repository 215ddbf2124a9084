"""Values over time as lines; each has a dash of its own, so that nobody needs colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format

from backoffice.dashboard.charts.axes import nice_top, place_x, place_y

# Words of an axis, less one: a day takes more room than an hour.
_HOURS_NAMED, _DAYS_NAMED = 3, 2
_ONE_DAY = timedelta(hours=25)
Points = Sequence[tuple[datetime, float]]


@dataclass(frozen=True, kw_only=True)
class Series:
    name: str
    points: Points
    """In the order of their time."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    name: str
    strokes: list[str]
    """`points` of polylines; a gap lies between two."""
    dots: list[tuple[float, float]]
    last: str
    """The last value, for the legend."""


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """All that templates/admin/dashboard/line_chart.html needs."""

    title: str
    lines: list[Drawn]
    y_ticks: list[tuple[float, str]]
    x_ticks: list[tuple[float, str]]
    header: list[str]
    rows: list[list[str]]


def draw_lines(
    title: str,
    series: Sequence[Series],
    *,
    gap: timedelta,
    decimals: int = 0,
    top: float | None = None,
) -> LineChart:
    """Draw series that have at least a point together; a line breaks where none came for `gap`."""
    moments = sorted({moment for each in series for moment, _ in each.points})
    first, last = moments[0], moments[-1]
    most = top or nice_top(max(value for each in series for _, value in each.points))

    def at(moment: datetime) -> float:
        span = (last - first).total_seconds()
        return place_x((moment - first).total_seconds() / span if span else 0.5)

    def told(value: float) -> str:
        return number_format(value, decimals, force_grouping=True)

    lines = []
    for each in series:
        strokes = [
            [(at(moment), place_y(value, most)) for moment, value in part]
            for part in _unbroken(each.points, gap)
        ]
        lines.append(
            Drawn(
                name=each.name,
                strokes=[" ".join(f"{x:g},{y:g}" for x, y in part) for part in strokes],
                dots=[part[-1] for part in strokes],
                last=told(each.points[-1][1]) if each.points else "–",
            )
        )
    is_day = last - first <= _ONE_DAY
    when, steps = (_clock, _HOURS_NAMED) if is_day else (_day, _DAYS_NAMED)
    values = [dict(each.points) for each in series]
    return LineChart(
        title=title,
        lines=lines,
        y_ticks=[(place_y(share * most, most), _tick(share * most)) for share in (0, 0.5, 1)],
        x_ticks=[(at(moment), when(moment)) for moment in _named(first, last, steps)],
        header=[each.name for each in series],
        rows=[
            [_full(moment), *(told(of[moment]) if moment in of else "–" for of in values)]
            for moment in reversed(moments)
        ],
    )


def _named(first: datetime, last: datetime, steps: int) -> list[datetime]:
    """Which moments the axis names."""
    if first == last:
        return [first]
    return [first + (last - first) * step / steps for step in range(steps + 1)]


def _unbroken(points: Points, gap: timedelta) -> Iterator[list[tuple[datetime, float]]]:
    part: list[tuple[datetime, float]] = []
    for moment, value in points:
        if part and moment - part[-1][0] > gap:
            yield part
            part = []
        part.append((moment, value))
    if part:
        yield part


def _tick(value: float) -> str:
    return number_format(value, 0 if value == int(value) else 2, force_grouping=True)


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "MONTH_DAY_FORMAT")


def _full(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
