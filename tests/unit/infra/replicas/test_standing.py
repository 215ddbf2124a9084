from __future__ import annotations

import pytest

from infra.replicas.conf import conf
from infra.replicas.lag import PrimaryHistory
from infra.replicas.position import Position
from infra.replicas.standing import Problem, View, judge
from tests.unit.infra.replicas.positions import PRIMARY_STARTED, copy, position


def look(
    primary: Position | None, replica: Position | None, known: PrimaryHistory | None = None
) -> View:
    return judge(
        {"default": primary, "replica_1": replica},
        known if known is not None else PrimaryHistory(),
        now=0.0,
    )


def problem(*args) -> Problem | None:
    (replica,) = look(*args).replicas
    return replica.problem


@pytest.fixture
def known() -> PrimaryHistory:
    """A primary that has written for as long as a replica may be behind, and a second more."""
    made = PrimaryHistory()
    for second in range(int(conf.REPLICA_MAX_LAG) + 1):
        made.add(position(100 + second, at=second))
    return made


def test_a_fresh_replica_answers() -> None:
    view = look(position(100), copy(100))
    assert view.primary_answers
    assert [(each.alias, each.lag, each.lsn) for each in view.usable] == [("replica_1", 0, 100)]


def test_a_replica_that_says_nothing_is_away() -> None:
    assert problem(position(100), None) == Problem.AWAY


def test_one_that_is_too_far_behind_is_left_out(known: PrimaryHistory) -> None:
    at = conf.REPLICA_MAX_LAG + 1
    assert problem(position(200, at=at), copy(101, at=at), known) is None
    assert problem(position(200, at=at), copy(100, at=at), known) == Problem.BEHIND


def test_a_copy_of_other_data_is_left_out() -> None:
    assert problem(position(100), copy(100, cluster="8")) == Problem.FOREIGN


def test_one_that_was_promoted_beside_the_primary_is_left_out() -> None:
    assert problem(position(100), copy(100, follows=False)) == Problem.PROMOTED


def test_one_that_was_promoted_and_is_the_primary_now_answers() -> None:
    promoted = copy(90, follows=False, started=PRIMARY_STARTED)
    assert problem(position(100), promoted) is None


def test_while_the_primary_is_away_those_answer_that_were_fresh(known: PrimaryHistory) -> None:
    view = look(None, copy(known.latest.lsn), known)
    assert not view.primary_answers
    assert len(view.usable) == 1
    assert problem(None, copy(99, replayed_at=0.0), known) == Problem.BEHIND
    assert problem(None, copy(known.latest.lsn, follows=False), known) is None, "promoted"


def test_all_that_there_is_answers_where_the_primary_was_never_seen() -> None:
    assert problem(None, copy(100)) is None
