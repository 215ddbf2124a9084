from __future__ import annotations

import math

from infra.replicas.lag import PrimaryHistory
from tests.unit.infra.replicas.positions import copy, position


def history(*lsns: int) -> PrimaryHistory:
    """A primary that was there second after second, from 0 on."""
    made = PrimaryHistory()
    for second, lsn in enumerate(lsns):
        made.add(position(lsn, at=second))
    return made


def test_a_copy_that_has_everything_is_not_behind() -> None:
    assert history(10, 20).lag_of(copy(20, at=1)) == 0
    assert history(10, 20).lag_of(copy(25, at=1)) == 0, "asked a moment after the primary"


def test_a_copy_is_as_far_behind_as_the_last_position_that_it_has() -> None:
    written = history(10, 20, 30, 40, 50)
    assert written.lag_of(copy(40, at=4)) == 1
    assert written.lag_of(copy(39, at=4)) == 2
    assert written.lag_of(copy(10, at=4)) == 4


def test_an_idle_shop_makes_no_copy_old() -> None:
    written = history(*[10] * 100, 20)
    old = copy(10, at=100, replayed_at=1_000_000.0 - 3_600)
    assert written.lag_of(old) == 1, "nothing was written in the hour before"


def test_the_clock_bounds_what_is_older_than_the_history() -> None:
    written = history(100, 110)
    assert written.lag_of(copy(50, at=1, replayed_at=1_000_001.0 - 7)) == 7
    assert written.lag_of(copy(50, at=1)) == math.inf


def test_the_clock_is_exact_on_a_busy_shop() -> None:
    assert history(10, 20).lag_of(copy(19, at=1, replayed_at=1_000_001.0 - 0.25)) == 0.25


def test_the_copies_own_clock_does_not_matter() -> None:
    late = copy(20, at=2, clock=5.0, replayed_at=1_000_000.0)
    assert history(10, 20, 30).lag_of(late) == 1


def test_no_copy_gets_older_while_the_primary_is_away() -> None:
    written = history(10, 20)
    assert written.lag_of(copy(10, at=1)) == written.lag_of(copy(10, at=500)) == 1


def test_another_primary_begins_another_history() -> None:
    written = history(1_000, 2_000)
    written.add(position(1_500, at=2, started=9.0))
    assert written.lag_of(copy(1_500, at=2)) == 0
    assert written.lag_of(copy(1_400, at=2)) == math.inf, "the old one's positions say nothing"


def test_without_any_answer_of_the_primary_nothing_is_known() -> None:
    assert PrimaryHistory().lag_of(copy(10)) == math.inf
