"""Where products end up once the staff's rules are followed; no database is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.merchandising.arrange import Decision, Moved, Removed
from recommendations.merchandising.rules import Rules


@dataclass(frozen=True)
class Place:
    product_id: int
    match: int | None = 0
    family: str = ""
    reasons: list[str] = field(default_factory=list)


def slots(*matches: int | None) -> list[Place]:
    """Products 1, 2, 3, … with these matches."""
    return [Place(pk, match) for pk, match in enumerate(matches, start=1)]


def rule(kind: str, product: int, number: int = 0, *, pk: int = 1, **values) -> Decision:
    """A rule about a product; the number is a pin's place, or a strength."""
    values["position" if kind == "pin" else "strength"] = number
    return Decision(rule_id=pk, kind=kind, product_id=product, note="why", **values)


def ids(arranged) -> list[int]:
    return [slot.product_id for slot in arranged.slots]


def test_without_rules_an_answer_stays_as_it_is():
    pool = slots(90, 80, 70)
    none = Rules()
    assert not none
    assert (none.hidden_ids, none.spare, none.missing_from(pool)) == ([], 0, [])
    arranged = none.arrange(pool, limit=2)
    assert arranged.slots == pool[:2]
    assert (arranged.moved, arranged.removed) == ({}, [])


def test_a_pin_takes_its_place_and_the_others_close_up():
    arranged = Rules((rule("pin", 4, 2),)).arrange(slots(90, 80, 70, 60), limit=3)
    assert ids(arranged) == [1, 4, 2]
    assert arranged.moved == {4: Moved(1, "pin", 4, 2, "why")}
    assert arranged.slots[1].reasons == ["pinned"]
    assert arranged.slots[0].reasons == []


def test_a_pin_can_send_a_product_down():
    assert ids(Rules((rule("pin", 1, 3),)).arrange(slots(90, 80, 70, 60), limit=4)) == [2, 3, 1, 4]


def test_a_pinned_product_that_was_not_found_is_brought():
    rules = Rules((rule("pin", 99, 1),))
    pool = slots(90, 80)
    assert rules.missing_from(pool) == [99]
    arranged = rules.arrange(pool, fetched=[Place(99, None)], limit=2, floor=50)
    assert ids(arranged) == [99, 1]
    assert arranged.moved[99].from_position is None


@pytest.mark.parametrize(
    ("product", "why"),
    [
        ({"is_published": False}, "not published"),
        ({"stock": 0}, "sold out, or outside of the filters"),
        ({}, "outside of the filters"),
    ],
)
def test_a_pinned_product_that_may_not_be_shown_is_accounted_for(product, why):
    arranged = Rules((rule("pin", 99, 1, pk=5, **product),)).arrange(slots(90, 80), limit=2)
    assert ids(arranged) == [1, 2]
    assert arranged.removed == [Removed(99, 5, why)]


def test_a_pin_behind_the_end_of_a_short_answer_comes_last():
    arranged = Rules((rule("pin", 1, 9),)).arrange(slots(90, 80), limit=12)
    assert ids(arranged) == [2, 1]
    assert arranged.moved[1].to_position == 2


def test_a_pin_behind_the_page_is_not_on_it():
    arranged = Rules((rule("pin", 1, 9),)).arrange(slots(90, 80, 70, 60), limit=3)
    assert ids(arranged) == [2, 3, 4]
    assert arranged.moved == {}


def test_of_two_pins_for_one_place_the_less_important_goes_behind_all_that_are_in_the_way():
    rules = Rules((rule("pin", 3, 1), rule("pin", 4, 2), rule("pin", 5, 1)))
    assert ids(rules.arrange(slots(90, 80, 70, 60, 50), limit=5)) == [3, 4, 5, 1, 2]


def test_a_boost_lifts_past_those_that_match_less_and_no_further():
    rules = Rules((rule("boost", 4, 15),))
    assert ids(rules.arrange(slots(90, 75, 70, 60), limit=4)) == [1, 2, 4, 3]


def test_a_bury_sinks_behind_those_that_match_more():
    arranged = Rules((rule("bury", 1, 25),)).arrange(slots(90, 80, 65, 60), limit=4)
    assert ids(arranged) == [2, 1, 3, 4]
    assert arranged.moved[1] == Moved(1, "bury", 1, 2, "why")
    assert arranged.slots[1].reasons == ["buried"]


def test_where_nothing_was_compared_boosted_ones_come_first_and_buried_ones_last():
    rules = Rules((rule("boost", 3, 10), rule("bury", 1, 10)))
    assert ids(rules.arrange(slots(None, None, None, None), limit=4)) == [3, 2, 4, 1]


def test_a_boosted_product_from_beyond_the_pool_joins_where_its_match_puts_it():
    rules = Rules((rule("boost", 99, 20),))
    joined = rules.arrange(slots(90, 75, 70), fetched=[Place(99, 60)], limit=3)
    assert ids(joined) == [1, 99, 2]
    assert joined.slots[1].match == 60  # what a shopper reads stays true


@pytest.mark.parametrize("match", [None, 39])
def test_a_boost_does_not_carry_a_product_over_the_floor(match):
    rules = Rules((rule("boost", 99, 90),))
    assert ids(rules.arrange(slots(90), fetched=[Place(99, match)], limit=3, floor=40)) == [1]


def test_a_hidden_product_is_to_be_left_out_and_accounted_for():
    rules = Rules((rule("hide", 2, pk=7),))
    assert (rules.hidden_ids, rules.spare) == ([2], 0)
    assert rules.arrange(slots(90), limit=3).removed == [Removed(2, 7, "hidden")]


def test_only_what_is_not_there_yet_is_to_be_fetched():
    chosen = (("pin", 1), ("pin", 8), ("boost", 2), ("boost", 9), ("bury", 7), ("hide", 6))
    rules = Rules(tuple(rule(kind, pk, 1) for kind, pk in chosen))
    assert rules.missing_from(slots(90, 80)) == [8, 9]


def test_each_rule_but_a_hide_may_use_up_a_slot():
    kinds = ("pin", "boost", "bury", "hide")
    assert Rules(tuple(rule(kind, pk, 1) for pk, kind in enumerate(kinds))).spare == 3


def test_an_order_that_is_not_by_match_keeps_its_variety():
    """As after diversity: only what a rule is about moves."""
    varied = slots(90, 40, 85, 30, 80)
    assert ids(Rules((rule("boost", 5, 7),)).arrange(varied, limit=5)) == [1, 5, 2, 3, 4]
    assert ids(Rules((rule("bury", 3, 50),)).arrange(varied, limit=5)) == [1, 2, 3, 4, 5]


def test_a_boost_never_sends_down():
    assert ids(Rules((rule("boost", 2, 5),)).arrange(slots(90, 40, 80, 30), limit=4)) == [
        *(1, 2, 3, 4)
    ]


def test_a_pinned_variant_takes_the_place_of_its_family():
    pool = [Place(1, 90, "mug"), Place(2, 80), Place(3, 70)]
    arranged = Rules((rule("pin", 9, 2),)).arrange(pool, fetched=[Place(9, 60, "mug")], limit=3)
    assert ids(arranged) == [2, 9, 3]


def test_of_two_pinned_variants_the_more_important_takes_the_familys_place():
    pool = [Place(1, 90, "mug"), Place(2, 80), Place(3, 70)]
    rules = Rules((rule("pin", 9, 2, pk=1), rule("pin", 1, 1, pk=2)))
    arranged = rules.arrange(pool, fetched=[Place(9, 60, "mug")], limit=3)
    assert ids(arranged) == [2, 9, 3]
    assert arranged.removed == [Removed(1, 2, "another variant is pinned")]


def test_a_draft_is_not_told_to_be_hidden():
    arranged = Rules((rule("hide", 9, is_published=False),)).arrange(slots(90), limit=3)
    assert arranged.removed == [Removed(9, 1, "not published")]


def test_of_a_family_the_variant_that_a_boost_makes_better_is_shown():
    pool = [Place(1, 70, "mug"), Place(2, 60)]
    for strength, shown in ((20, [9, 2]), (5, [1, 2])):
        rules = Rules((rule("boost", 9, strength),))
        fetched = [Place(9, 60, "mug")]
        assert ids(rules.arrange(pool, fetched=fetched, limit=3)) == shown


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
def test_nothing_is_lost_repeated_or_too_much(rules, matches, limit):
    pool = slots(*matches)
    fetched = [Place(pk, None) for pk in rules.missing_from(pool)]
    arranged = rules.arrange(pool, fetched=fetched, limit=limit)
    shown = ids(arranged)
    pins = {r.product_id for r in rules.rules if r.kind == "pin"}
    assert len(shown) == len(set(shown)) == min(limit, len({*pins, *range(1, len(pool) + 1)}))
    assert set(arranged.moved) == set(shown) & {r.product_id for r in rules.rules}


@given(rules=some_rules, matches=some_matches)
def test_pins_land_at_their_places(rules, matches):
    pool = slots(*matches)
    fetched = [Place(pk, None) for pk in rules.missing_from(pool)]
    shown = ids(rules.arrange(pool, fetched=fetched, limit=100))
    pins = {r.product_id: r.position for r in rules.rules if r.kind == "pin"}
    wanted = list(pins.values())
    for pk, position in pins.items():
        if wanted.count(position) == 1 and all(p >= position for p in wanted):
            assert shown.index(pk) + 1 == min(position, len(shown) - len(pins) + 1)


@given(rules=some_rules, matches=some_matches)
def test_what_no_rule_is_about_keeps_its_order(rules, matches):
    moved = {r.product_id for r in rules.rules}
    shown = [pk for pk in ids(rules.arrange(slots(*matches), limit=100)) if pk not in moved]
    assert shown == sorted(shown)


@given(rules=some_rules, matches=by_match)
def test_boost_and_bury_sort_by_the_match_that_they_make(rules, matches):
    unpinned = Rules(tuple(r for r in rules.rules if r.kind != "pin"))
    points = {r.product_id: r.strength * (1 if r.kind == "boost" else -1) for r in unpinned.rules}
    pool = slots(*matches)
    expected = sorted(pool, key=lambda slot: -(slot.match + points.get(slot.product_id, 0)))
    assert unpinned.arrange(pool, limit=100).slots == expected


@given(
    rules=some_rules,
    matches=any_order,
    limit=st.integers(1, 6),
    more=st.integers(0, 2),
)
def test_pages_do_not_depend_on_how_much_was_searched(rules, matches, limit, more):
    """So the next page, whose pool is larger, goes on where the last one ended."""
    everything = slots(*matches)

    def first_places(pool: list[Place]) -> list[int]:
        fetched = [s for s in everything if s.product_id in rules.missing_from(pool)]
        return ids(rules.arrange(pool, fetched=fetched, limit=limit))

    assert first_places(everything[: limit + rules.spare + more]) == first_places(everything)
