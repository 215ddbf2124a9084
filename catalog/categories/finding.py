"""Finding a category among thousands by some words of the way to it, however they are typed."""

from __future__ import annotations

import re

from catalog.categories.tree import CategoryTree
from catalog.search.folding import fold_words

_WITHIN = re.compile(r"(?<=\w)[^\w\s]+(?=\w)")
"""Signs within a word: T-shirt, O'Neill."""


def find_categories(tree: CategoryTree, typed: str) -> list[int]:
    """Ids, in the shop's order: each word begins one of the words on the way, or of the address.

    "home lam" finds Home > Lamps, and Home > Living > Lampshades; "tshirt" finds T-shirts. Those
    whose own name has a word come before those that only stand below one.
    """
    words = _WITHIN.sub("", fold_words(typed)).split()
    words = [word for word in words if any(map(str.isalnum, word))]
    if not words:
        return []
    folded: dict[int, str] = {}
    own: list[int] = []
    below: list[int] = []
    for _depth, category in tree.walk():
        said = fold_words(category.name)
        name = f" {said} {_WITHIN.sub(' ', said)} {_WITHIN.sub('', said)} {category.slug}"
        above = folded.get(category.parent_id or 0, "")
        folded[category.pk] = above + name
        if all(f" {word}" in folded[category.pk] for word in words):
            is_own = any(f" {word}" in name for word in words)
            (own if is_own else below).append(category.pk)
    return own + below
