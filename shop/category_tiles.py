"""Categories as tiles, each with the picture that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.categories.covers import find_covers
from catalog.categories.tree import CategoryTree
from catalog.models import Category
from catalog.product_cards import CardPicture

_TRIED = 4
"""Categories looked at first for each tile; of a thousand the statement alone takes 10 ms."""


@dataclass(frozen=True)
class CategoryTile:
    """A category with the picture that stands for it."""

    category: Category
    picture: CardPicture


def tiles_of(categories: Sequence[Category], *, tree: CategoryTree) -> list[CategoryTile]:
    """Categories with a picture each, own or from below; those without products are left out.

    One query, whose work grows with what is shown, not with the shop.
    """
    covers = find_covers([tree.subtree_ids(category) for category in categories])
    return [CategoryTile(categories[n], picture) for n, picture in covers.items()]


def stocked_tiles(tree: CategoryTree, *, limit: int) -> list[CategoryTile]:
    """The first categories that hold products themselves, not only below them.

    One query, and a second where most of the first ones have no picture.
    """
    stocked = [each for _, each in tree.stocked.walk()]
    likely, others = stocked[: _TRIED * limit], stocked[_TRIED * limit :]
    tiles = _first_with_pictures(likely, limit=limit)
    if len(tiles) < limit and others:
        tiles += _first_with_pictures(others, limit=limit - len(tiles))
    return tiles


def _first_with_pictures(categories: Sequence[Category], *, limit: int) -> list[CategoryTile]:
    covers = find_covers([[category.pk] for category in categories], limit=limit)
    return [CategoryTile(categories[n], picture) for n, picture in covers.items()]
