"""Wishes as they stand in addresses, whatever a shop's values hold."""

from __future__ import annotations

import pytest

from recommendations.request.wish import WordsRefusedError, parse_but, write_but


@pytest.mark.parametrize(
    "value", ["blue", "blue, navy", "1,5 l", "16:9", "a\\b", "oak, oiled: matt", "кра́сный", "«x»"]
)
def test_what_is_written_is_read_again(value: str) -> None:
    wanted = (("colour", value), ("pattern", "striped"))
    assert parse_but(write_but(wanted)) == wanted


def test_a_comma_without_a_name_behind_it_is_part_of_the_value() -> None:
    assert parse_but("colour:Blue, Navy") == (("colour", "blue, navy"),)


@pytest.mark.parametrize("text", ["blue", "colour:", ":blue", "colour:blue,colour:red", ",", "x,y"])
def test_what_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(WordsRefusedError):
        parse_but(text)
