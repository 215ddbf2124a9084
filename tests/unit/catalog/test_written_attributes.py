"""Attributes as they are written in addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.attributes.written import parse_attribute, parse_attributes, write_attribute

said = st.text(min_size=1, max_size=12).filter(lambda text: text == text.strip())


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("colour:red,material:wool", [("colour", "red"), ("material", "wool")]),
        ("colour:red,colour:blue", [("colour", "red"), ("colour", "blue")]),
        ("size:1,5 l", [("size", "1,5 l")]),
        (r"size:1\,5 l,width:24", [("size", "1,5 l"), ("width", "24")]),
        ("material:Oak, oiled,width:24", [("material", "Oak, oiled"), ("width", "24")]),
        (r"ratio:16\:9", [("ratio", "16:9")]),
        ("ratio:16:9", [("ratio", "16:9")]),
        ("path:C\\", [("path", "C\\")]),
        (r"path:C\new", [("path", r"C\new")]),
    ],
)
def test_what_is_meant(text: str, pairs: list[tuple[str, str]]) -> None:
    assert parse_attributes(text) == tuple(pairs)


@pytest.mark.parametrize("text", ["", "colour", ":red", "colour:", "colour: ,material:wool", ","])
def test_a_name_and_a_value_are_needed(text: str) -> None:
    with pytest.raises(ValueError, match="colour:red"):
        parse_attributes(text)


@given(st.lists(st.tuples(said, said), min_size=1, max_size=4))
def test_what_is_written_is_read(pairs: list[tuple[str, str]]) -> None:
    written = [write_attribute(*pair) for pair in pairs]
    assert parse_attributes(",".join(written)) == tuple(pairs)
    assert [parse_attribute(each) for each in written] == pairs
