"""A space is tried again when the catalogue has changed, and not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.fitting.record import CatalogueState, is_due, write_record

THEN = CatalogueState(
    pictures=600, with_several=100, last_product=200, categories={"1": 100, "2": 100}
)


def record(*, minutes: float, under_way: bool = False) -> dict:
    kept = write_record(THEN, taught=200, under_way=under_way)
    tried_at = timezone.now() - timedelta(minutes=minutes)
    return {**kept, "tried_at": tried_at.isoformat()}


@pytest.mark.parametrize(
    ("change", "at_once", "later"),
    [
        ({}, False, False),
        ({"pictures": 899}, False, True),
        ({"pictures": 900}, True, True),
        ({"pictures": 400}, True, True),
        ({"pictures": 700}, False, False),
        ({"with_several": 150}, True, True),
        ({"with_several": 120}, False, True),
        ({"categories": {"1": 121, "2": 79}}, False, True),
        ({"categories": {"1": 119, "2": 81}}, False, False),
        ({"categories": {"1": 100, "3": 100}}, False, True),
        ({"categories": {"1": 110, "2": 110}}, False, False),
        ({"last_product": 900}, False, False),
    ],
)
def test_it_is_due_when_what_teaches_has_changed(change, at_once, later) -> None:
    state = replace(THEN, **change)
    assert is_due(record(minutes=9), state) == at_once
    assert is_due(record(minutes=11), state) == later


def test_a_try_at_which_the_worker_stopped_is_made_again() -> None:
    assert not is_due(record(minutes=9, under_way=True), THEN), "it may be at it still"
    assert is_due(record(minutes=11, under_way=True), THEN)


def test_it_is_due_where_nothing_was_tried_and_where_pictures_alone_begin_to_teach() -> None:
    assert is_due({}, THEN)
    few = write_record(replace(THEN, pictures=480), taught=0)
    assert is_due(few, replace(THEN, pictures=500))
    assert not is_due(few, replace(THEN, pictures=499))


def test_a_record_outlives_its_json(db, make_product, plain_space, embed) -> None:
    make_product("red", "blue")
    make_product("green")
    embed()
    state = CatalogueState.read(plain_space)
    assert (state.pictures, state.with_several) == (3, 1)
    assert list(state.categories.values()) == [2]
    plain_space.fitting = write_record(state, taught=0)
    plain_space.save()
    plain_space.refresh_from_db()
    assert not is_due(plain_space.fitting, CatalogueState.read(plain_space))
