"""Texts as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.index.milvus.keys import attribute_key, text_key


def test_a_key_is_the_same_in_every_process_and_version() -> None:
    assert text_key("Alba") == 6_001_850_576_664_162_114
    assert attribute_key("colour", "red") == text_key("colour", "red")


@given(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=2, unique=True))
def test_different_texts_have_different_keys_that_milvus_can_hold(texts) -> None:
    keys = {text_key(text) for text in texts} | {text_key(*texts)}
    assert len(keys) == len(texts) + 1
    assert all(0 <= key < 2**63 for key in keys)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("24", "24"),
        ("24.50", "24.5"),
        ("0.00001", "1e-05"),
        ("-0", "0"),
        ("123456789012345.123456789", "123456789012345.12"),
        ("true", "true"),
        ("24 cm", "24 cm"),
        ("nan", "nan"),
        ("1e999", "1e999"),
    ],
)
def test_what_the_catalogue_takes_for_one_value_has_one_key(asked, kept) -> None:
    assert attribute_key("width", asked) == attribute_key("width", kept)


@pytest.mark.parametrize(("one", "other"), [("24", "24 cm"), ("Red", "red"), ("nan", "NaN")])
def test_other_values_have_another(one, other) -> None:
    assert attribute_key("width", one) != attribute_key("width", other)
