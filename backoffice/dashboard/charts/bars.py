"""Numbers of things side by side, such as of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from backoffice.dashboard.charts.axes import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    few_of,
    nice_top,
    place_y,
)

_SHARE = 0.7
"""Of its place, a bar; the rest is the gap to the next."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """All that templates/admin/dashboard/bar_chart.html needs."""

    title: str
    bars: list[Bar]
    y_ticks: list[tuple[float, str]]
    x_ticks: list[tuple[float, str]]
    header: list[str]
    rows: list[list[str]]


def draw_bars(title: str, name: str, values: Sequence[tuple[str, int]]) -> BarChart:
    """values: words and number of each bar, from left to right."""
    top = nice_top(max((number for _, number in values), default=0))
    place = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    bars = [
        Bar(
            x=round(LEFT + index * place + place * (1 - _SHARE) / 2, 1),
            y=place_y(number, top),
            width=round(place * _SHARE, 1),
            height=round(HEIGHT - BOTTOM - place_y(number, top), 1),
            words=f"{words}: {number_format(number, 0, force_grouping=True)}",
        )
        for index, (words, number) in enumerate(values)
    ]
    return BarChart(
        title=title,
        bars=bars,
        y_ticks=[(place_y(each, top), number_format(each, 0)) for each in sorted({0, top})],
        x_ticks=[
            (round(bars[index].x + bars[index].width / 2, 1), values[index][0])
            for index in few_of(len(values), most=4)
        ],
        header=[name],
        rows=[
            [words, number_format(number, 0, force_grouping=True)]
            for words, number in reversed(values)
        ],
    )
