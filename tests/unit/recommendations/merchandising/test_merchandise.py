"""Where products end up once the staff's rules are followed; no database is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.candidate import Candidate, Moved, Removed
from recommendations.merchandising.merchandise import merchandise, removed_by
from recommendations.merchandising.rules import RuleEffect, Rules


def product(pk: int, points: int | None = 0, family: str = "") -> Candidate:
    return Candidate(product_id=pk, calibrated_score=points, family=family)


def pool_of(*points: int | None) -> list[Candidate]:
    """Products 1, 2, 3, … with these calibrated scores."""
    return [product(pk, each) for pk, each in enumerate(points, start=1)]


def rule(kind: str, product: int, number: int = 0, *, pk: int = 1, **values) -> RuleEffect:
    """A rule about a product; the number is a pin's position, or a strength."""
    values["position" if kind == "pin" else "strength"] = number
    return RuleEffect(rule_id=pk, kind=kind, product_id=product, note="why", **values)


@dataclass(frozen=True)
class Arranged:
    """An answer after the rules, and the account that can be given of it."""

    shown: list[Candidate]
    removed: list[Removed]

    @property
    def ids(self) -> list[int]:
        return [candidate.product_id for candidate in self.shown]

    @property
    def moved(self) -> dict[int, Moved]:
        return {each.product_id: each.moved for each in self.shown if each.moved}


def arrange(
    rules: Rules,
    pool: list[Candidate],
    *,
    limit: int,
    brought: Sequence[Candidate] = (),
    floor: int = 0,
) -> Arranged:
    """What a page of so many shows; `brought` is what else the search finds when it is asked."""
    ordered = merchandise(
        pool,
        rules,
        bring=lambda missing: list(brought),
        leave_out=lambda some: [each for each in some if (each.calibrated_score or 0) >= floor],
    )
    return Arranged(ordered[:limit], removed_by(rules, ordered, wanted=limit))


def test_without_rules_an_answer_stays_as_it_is() -> None:
    pool = pool_of(90, 80, 70)
    none = Rules()
    assert not none
    assert (none.hidden_ids, none.spare, none.missing_from(pool)) == ([], 0, [])
    arranged = arrange(none, pool, limit=2)
    assert arranged.shown == pool[:2]
    assert (arranged.moved, arranged.removed) == ({}, [])


def test_a_pin_takes_its_place_and_the_others_close_up() -> None:
    arranged = arrange(Rules((rule("pin", 4, 2),)), pool_of(90, 80, 70, 60), limit=3)
    assert arranged.ids == [1, 4, 2]
    assert arranged.moved == {4: Moved(1, "pin", 4, 2, "why")}
    assert arranged.shown[1].reasons == ("pinned",)
    assert arranged.shown[0].reasons == ()


def test_a_pin_can_send_a_product_down() -> None:
    assert arrange(Rules((rule("pin", 1, 3),)), pool_of(90, 80, 70, 60), limit=4).ids == [
        2,
        3,
        1,
        4,
    ]


def test_a_pinned_product_that_was_not_found_is_brought() -> None:
    rules = Rules((rule("pin", 99, 1),))
    pool = pool_of(90, 80)
    assert rules.missing_from(pool) == [99]
    arranged = arrange(rules, pool, brought=[product(99, None)], limit=2, floor=50)
    assert arranged.ids == [99, 1]
    assert arranged.moved[99].from_position is None


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"stock": 0}, "sold out, or outside of the filters"),
        ({}, "outside of the filters"),
    ],
)
def test_a_pinned_product_that_may_not_be_shown_is_accounted_for(about, why) -> None:
    arranged = arrange(Rules((rule("pin", 99, 1, pk=5, **about),)), pool_of(90, 80), limit=2)
    assert arranged.ids == [1, 2]
    assert arranged.removed == [Removed(99, 5, why)]


def test_a_pin_behind_the_end_of_a_short_answer_comes_last() -> None:
    arranged = arrange(Rules((rule("pin", 1, 9),)), pool_of(90, 80), limit=12)
    assert arranged.ids == [2, 1]
    assert arranged.moved[1].to_position == 2


def test_a_pin_behind_the_page_is_not_on_it() -> None:
    arranged = arrange(Rules((rule("pin", 1, 9),)), pool_of(90, 80, 70, 60), limit=3)
    assert arranged.ids == [2, 3, 4]
    assert arranged.moved == {}


def test_of_two_pins_for_one_place_the_less_important_goes_behind_all_that_are_in_the_way() -> None:
    rules = Rules((rule("pin", 3, 1), rule("pin", 4, 2), rule("pin", 5, 1)))
    assert arrange(rules, pool_of(90, 80, 70, 60, 50), limit=5).ids == [3, 4, 5, 1, 2]


def test_a_boost_lifts_past_those_that_match_less_and_no_further() -> None:
    rules = Rules((rule("boost", 4, 15),))
    assert arrange(rules, pool_of(90, 75, 70, 60), limit=4).ids == [1, 2, 4, 3]


def test_a_bury_sinks_behind_those_that_match_more() -> None:
    arranged = arrange(Rules((rule("bury", 1, 25),)), pool_of(90, 80, 65, 60), limit=4)
    assert arranged.ids == [2, 1, 3, 4]
    assert arranged.moved[1] == Moved(1, "bury", 1, 2, "why")
    assert arranged.shown[1].reasons == ("buried",)


def test_where_nothing_was_compared_boosted_ones_come_first_and_buried_ones_last() -> None:
    rules = Rules((rule("boost", 3, 10), rule("bury", 1, 10)))
    assert arrange(rules, pool_of(None, None, None, None), limit=4).ids == [3, 2, 4, 1]


def test_a_boosted_product_from_beyond_the_pool_joins_where_its_match_puts_it() -> None:
    rules = Rules((rule("boost", 99, 20),))
    joined = arrange(rules, pool_of(90, 75, 70), brought=[product(99, 60)], limit=3)
    assert joined.ids == [1, 99, 2]
    assert joined.shown[1].calibrated_score == 60  # what a shopper reads stays true


@pytest.mark.parametrize("match", [None, 39])
def test_a_boost_does_not_carry_a_product_over_the_floor(match) -> None:
    rules = Rules((rule("boost", 99, 90),))
    assert arrange(rules, pool_of(90), brought=[product(99, match)], limit=3, floor=40).ids == [1]


def test_a_hidden_product_is_to_be_left_out_and_accounted_for() -> None:
    rules = Rules((rule("hide", 2, pk=7),))
    assert (rules.hidden_ids, rules.spare) == ([2], 0)
    assert arrange(rules, pool_of(90), limit=3).removed == [Removed(2, 7, "hidden")]


def test_only_what_is_not_there_yet_is_to_be_fetched() -> None:
    chosen = (("pin", 1), ("pin", 8), ("boost", 2), ("boost", 9), ("bury", 7), ("hide", 6))
    rules = Rules(tuple(rule(kind, pk, 1) for kind, pk in chosen))
    assert rules.missing_from(pool_of(90, 80)) == [8, 9]


def test_each_rule_but_a_hide_may_use_up_a_slot() -> None:
    kinds = ("pin", "boost", "bury", "hide")
    assert Rules(tuple(rule(kind, pk, 1) for pk, kind in enumerate(kinds))).spare == 3


def test_an_order_that_is_not_by_match_keeps_its_variety() -> None:
    """As after diversity: only what a rule is about moves."""
    varied = pool_of(90, 40, 85, 30, 80)
    assert arrange(Rules((rule("boost", 5, 7),)), varied, limit=5).ids == [1, 5, 2, 3, 4]
    assert arrange(Rules((rule("bury", 3, 50),)), varied, limit=5).ids == [1, 2, 3, 4, 5]


def test_a_boost_never_sends_down() -> None:
    assert arrange(Rules((rule("boost", 2, 5),)), pool_of(90, 40, 80, 30), limit=4).ids == [
        *(1, 2, 3, 4)
    ]


def test_a_pinned_variant_takes_the_place_of_its_family() -> None:
    pool = [product(1, 90, "mug"), product(2, 80), product(3, 70)]
    arranged = arrange(Rules((rule("pin", 9, 2),)), pool, brought=[product(9, 60, "mug")], limit=3)
    assert arranged.ids == [2, 9, 3]


def test_of_two_pinned_variants_the_more_important_takes_the_familys_place() -> None:
    pool = [product(1, 90, "mug"), product(2, 80), product(3, 70)]
    rules = Rules((rule("pin", 9, 2, pk=1), rule("pin", 1, 1, pk=2)))
    arranged = arrange(rules, pool, brought=[product(9, 60, "mug")], limit=3)
    assert arranged.ids == [2, 9, 3]
    assert arranged.removed == [Removed(1, 2, "another variant is pinned")]


def test_of_a_draft_nothing_is_said() -> None:
    arranged = arrange(Rules((rule("hide", 9, is_published=False),)), pool_of(90), limit=3)
    assert arranged.removed == []


def test_of_a_family_the_variant_that_a_boost_makes_better_is_shown() -> None:
    pool = [product(1, 70, "mug"), product(2, 60)]
    for strength, shown in ((20, [9, 2]), (5, [1, 2])):
        rules = Rules((rule("boost", 9, strength),))
        fetched = [product(9, 60, "mug")]
        assert arrange(rules, pool, brought=fetched, limit=3).ids == shown


# Few products and close matches: most rules then meet one another.
PRODUCTS = range(1, 9)
one_rule = st.tuples(
    st.sampled_from(["pin", "boost", "bury"]), st.sampled_from(PRODUCTS), st.integers(1, 12)
)
some_rules = st.lists(one_rule, min_size=1, max_size=6, unique_by=lambda each: each[1]).map(
    lambda chosen: Rules(tuple(rule(*each, pk=n) for n, each in enumerate(chosen)))
)
close = st.integers(50, 65)
some_matches = st.lists(st.none() | close, max_size=12)
any_order = st.lists(close, min_size=6, max_size=14)
by_match = any_order.map(lambda matches: sorted(matches, reverse=True))


@given(rules=some_rules, matches=some_matches, limit=st.integers(1, 15))
def test_nothing_is_lost_repeated_or_too_much(rules, matches, limit) -> None:
    pool = pool_of(*matches)
    fetched = [product(pk, None) for pk in rules.missing_from(pool)]
    arranged = arrange(rules, pool, brought=fetched, limit=limit)
    shown = arranged.ids
    pins = {r.product_id for r in rules.effects if r.kind == "pin"}
    assert len(shown) == len(set(shown)) == min(limit, len({*pins, *range(1, len(pool) + 1)}))
    assert set(arranged.moved) == set(shown) & {r.product_id for r in rules.effects}


@given(rules=some_rules, matches=some_matches)
def test_pins_land_at_their_places(rules, matches) -> None:
    pool = pool_of(*matches)
    fetched = [product(pk, None) for pk in rules.missing_from(pool)]
    shown = arrange(rules, pool, brought=fetched, limit=100).ids
    pins = {r.product_id: r.position for r in rules.effects if r.kind == "pin"}
    wanted = list(pins.values())
    for pk, position in pins.items():
        if wanted.count(position) == 1 and all(p >= position for p in wanted):
            assert shown.index(pk) + 1 == min(position, len(shown) - len(pins) + 1)


@given(rules=some_rules, matches=some_matches)
def test_what_no_rule_is_about_keeps_its_order(rules, matches) -> None:
    moved = {r.product_id for r in rules.effects}
    shown = [pk for pk in arrange(rules, pool_of(*matches), limit=100).ids if pk not in moved]
    assert shown == sorted(shown)


@given(rules=some_rules, matches=by_match)
def test_boost_and_bury_sort_by_the_match_that_they_make(rules, matches) -> None:
    unpinned = Rules(tuple(r for r in rules.effects if r.kind != "pin"))
    points = {r.product_id: r.strength * (1 if r.kind == "boost" else -1) for r in unpinned.effects}
    pool = pool_of(*matches)
    expected = sorted(
        pool, key=lambda each: -(each.calibrated_score + points.get(each.product_id, 0))
    )
    assert arrange(unpinned, pool, limit=100).ids == [each.product_id for each in expected]


@given(
    rules=some_rules,
    matches=any_order,
    limit=st.integers(1, 6),
    more=st.integers(0, 2),
)
def test_pages_do_not_depend_on_how_much_was_searched(rules, matches, limit, more) -> None:
    """So the next page, whose pool is larger, goes on where the last one ended."""
    everything = pool_of(*matches)

    def first_places(pool: list[Candidate]) -> list[int]:
        fetched = [s for s in everything if s.product_id in rules.missing_from(pool)]
        return arrange(rules, pool, brought=fetched, limit=limit).ids

    assert first_places(everything[: limit + rules.spare + more]) == first_places(everything)
