"""What becomes of a field that two people have had before them."""

from __future__ import annotations

import pytest

from catalog.history.merging import merge

RED, BLUE, TEAL = ({"pk": pk, "name": name} for pk, name in enumerate(("Red", "Blue", "Teal")))

NOON = "2026-11-26T12:00:00"


@pytest.mark.parametrize(
    ("opened", "mine", "theirs", "result"),
    [
        (5, 5, 2, 2),
        (5, 9, 5, 9),
        (5, 9, 9, 9),
        (None, "", "", ""),
        ("a\nb", "a\r\nb ", "c", "c"),
        (RED, RED | {"name": "Renamed"}, BLUE, BLUE),
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 3}, {"a": 3, "b": 2}),
        ({"a": 1, "b": 2}, {"b": 2}, {"a": 1, "b": 3}, {"b": 3}),
        ({"a": 1}, {}, {}, {}),
        (f"{NOON}.123456+00:00", f"{NOON}.000000+00:00", "later", "later"),
    ],
)
def test_each_change_is_kept(opened, mine, theirs, result) -> None:
    merged = merge(opened, mine, theirs)
    assert not merged.is_conflict
    assert merged.theirs == result


@pytest.mark.parametrize(
    ("opened", "mine", "theirs"),
    [
        (5, 9, 2),
        (1, True, 2),
        (RED, BLUE, TEAL),
        ({"a": 1}, {"a": 2}, {"a": 3}),
        ({"a": 1}, {"a": 2}, {}),
    ],
)
def test_the_same_changed_to_two_values_is_for_a_person(opened, mine, theirs) -> None:
    merged = merge(opened, mine, theirs)
    assert merged.is_conflict
    assert (merged.mine, merged.theirs) == (mine, theirs)


def test_of_a_dictionary_only_what_clashes_is_chosen() -> None:
    merged = merge({"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a": 3, "b": 1, "c": 1})
    assert merged.mine == {"a": 2, "b": 2, "c": 1}
    assert merged.theirs == {"a": 3, "b": 2, "c": 1}
