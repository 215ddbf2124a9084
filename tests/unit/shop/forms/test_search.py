"""Which words may be searched for."""

from __future__ import annotations

from shop.forms.search import SearchForm


def test_long_or_binary_words_are_no_search() -> None:
    assert SearchForm({"q": "round vase"}).is_valid()
    assert not SearchForm({"q": "x" * 201}).is_valid()
    assert not SearchForm({"q": "a\0b"}).is_valid()
