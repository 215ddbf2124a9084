"""Charts: what is drawn is what the table says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backoffice.dashboard.charts.axes import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, nice_top
from backoffice.dashboard.charts.bars import draw_bars
from backoffice.dashboard.charts.lines import Series, draw_lines

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def line(*values: tuple[int, float]) -> Series:
    """Of (hours after noon, value)."""
    return Series(name="waiting", points=[(NOON + hours * HOUR, value) for hours, value in values])


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (0.3, 0.5), (1, 1), (1.1, 2), (41, 50), (51, 100), (4_212, 5_000)]
)
def test_an_axis_ends_at_a_round_number(most, top) -> None:
    assert nice_top(most) == pytest.approx(top)


def test_a_line_goes_from_end_to_end_and_from_nothing_to_the_top() -> None:
    chart = draw_lines("t", [line((0, 0), (1, 50), (2, 100))], gap=HOUR)
    (drawn,) = chart.lines
    middle = (LEFT + WIDTH - RIGHT) / 2
    assert drawn.strokes == [
        f"{LEFT},{HEIGHT - BOTTOM} {middle:g},{(HEIGHT - BOTTOM + TOP) / 2:g} {WIDTH - RIGHT},{TOP}"
    ]
    assert drawn.dots == [(WIDTH - RIGHT, TOP)]
    assert drawn.last == "100"


def test_a_line_breaks_where_nothing_was_measured() -> None:
    (drawn,) = draw_lines("t", [line((0, 1), (1, 1), (5, 1))], gap=2 * HOUR).lines
    assert len(drawn.strokes) == 2
    assert len(drawn.dots) == 2, "a lone point is seen as well"


def test_a_single_point_is_in_the_middle() -> None:
    chart = draw_lines("t", [line((0, 3))], gap=HOUR)
    assert [x for x, _ in chart.x_ticks] == [x for x, _ in chart.lines[0].dots]


def test_the_table_has_each_figure_newest_first_and_says_what_is_missing() -> None:
    other = Series(name="failed", points=[(NOON, 2_000.0)])
    chart = draw_lines("t", [line((0, 1), (1, 7)), other], gap=HOUR)
    assert chart.header == ["waiting", "failed"]
    assert [row[1:] for row in chart.rows] == [["7", "–"], ["1", "2,000"]]


def test_bars_stand_on_the_axis_and_say_their_number() -> None:
    chart = draw_bars("t", "searches", [("Nov 1", 0), ("Nov 2", 1_000)])
    low, high = chart.bars
    assert (low.height, high.y, high.y + high.height) == (0, TOP, HEIGHT - BOTTOM)
    assert high.words == "Nov 2: 1,000"
    assert low.x + low.width < high.x
    assert chart.rows == [["Nov 2", "1,000"], ["Nov 1", "0"]]
