"""The tree of categories: which stand below which, in the order in which the shop shows them.

A page needs a dozen facts about it (departments, the way up, everything below), so the whole tree
is read in one query and asked in memory. A shop has tens to thousands of categories;
docs/adr/0006-categories-are-read-whole.md has the figures, and the libraries that were weighed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from infra.prepared import fetch_prepared

if TYPE_CHECKING:
    from catalog.models import Category

INDENT = "\N{EM SPACE}"


class CategoryTree:
    """All categories of the shop.

    A ring (a category that is below itself) is refused by `Category.clean`; only a program could
    make one behind its back. Nothing here hangs on it: what stands in a ring, or below one, comes
    after everything else.
    """

    def __init__(self, categories: Iterable[Category]) -> None:
        """categories: all of them, in the shop's order; see `CategoryQuerySet.as_tree`."""
        self.version: object = object()
        """Equal for trees that show the same, as far as whoever read them knows (kept.py)."""
        self._by_id = {category.pk: category for category in categories}
        children: dict[int | None, list[Category]] = defaultdict(list)
        for category in self._by_id.values():
            children[category.parent_id].append(category)
        self._children = dict(children)

    @property
    def roots(self) -> list[Category]:
        """The departments: categories that stand in no other."""
        return self._children.get(None, [])

    @property
    def has_depth(self) -> bool:
        """Whether a row of departments leaves something out."""
        return len(self.roots) > 6 or len(self._by_id) > len(self.roots)

    def find(self, slug: str) -> Category | None:
        return self._by_slug.get(slug)

    @cached_property
    def _by_slug(self) -> dict[str, Category]:
        return {category.slug: category for category in self._by_id.values()}

    def get(self, category_id: int) -> Category | None:
        return self._by_id.get(category_id)

    def children(self, category: Category) -> list[Category]:
        """Those that stand directly in it."""
        return self._children.get(category.pk, [])

    def parent(self, category: Category) -> Category | None:
        return self._by_id.get(category.parent_id or 0)

    def path_to(self, category: Category) -> list[Category]:
        """The categories that a category stands in, the department first."""
        path: list[Category] = []
        above = self.parent(category)
        while above is not None and above not in path:
            path.append(above)
            above = self.parent(above)
        return path[::-1]

    def walk(self, category: Category | None = None) -> Iterator[tuple[int, Category]]:
        """A category and everything below it, each before what it holds, with its depth (from 0).

        Without one: all categories, as the shop's menu shows them.
        """
        return iter(self._menu) if category is None else self._below([category], met=set())

    @cached_property
    def _menu(self) -> list[tuple[int, Category]]:
        met: set[int] = set()
        menu = list(self._below(self.roots, met=met))
        if len(menu) < len(self._by_id):  # what stands in a ring, or below one, is below no root
            menu += self._below(self._by_id.values(), met=met)
        return menu

    def _below(
        self, starts: Iterable[Category], *, met: set[int]
    ) -> Iterator[tuple[int, Category]]:
        """Walk down from each of `starts`, passing over whoever has been met already."""
        for start in starts:
            ahead = [(0, start)]
            while ahead:
                depth, each = ahead.pop()
                if each.pk in met:
                    continue
                met.add(each.pk)
                yield depth, each
                if below := self._children.get(each.pk):
                    ahead += [(depth + 1, child) for child in reversed(below)]

    @cached_property
    def stocked(self) -> CategoryTree:
        """Those with products for shoppers in them or below, as menus show them."""
        # As `as_tree` reads it; whoever made the tree of other rows has not asked for it.
        sums = self.sums(
            {pk: getattr(each, "has_products", True) for pk, each in self._by_id.items()}
        )
        return CategoryTree(each for pk, each in self._by_id.items() if sums[pk])

    def rings(self) -> list[list[Category]]:
        """Categories that stand inside each other, ring by ring; nobody finds what is in them."""
        found: list[list[Category]] = []
        settled: set[int] = set()
        for start in self._by_id.values():
            path: list[Category] = []
            each: Category | None = start
            while each is not None and each.pk not in settled and each not in path:
                path.append(each)
                each = self.parent(each)
            if each is not None and each in path:
                found.append(path[path.index(each) :])
            settled |= {category.pk for category in path}
        return found

    def subtree_ids(self, category: Category) -> list[int]:
        """The ids of a category and of everything below it."""
        return [each.pk for _, each in self.walk(category)]

    def sums(self, counts: Mapping[int, int]) -> dict[int, int]:
        """For each category's id, what `counts` has for it and for everything below it."""
        sums = {pk: counts.get(pk, 0) for pk in self._by_id}
        for pk, parent in self._upwards:
            sums[parent] += sums[pk]
        return sums

    @cached_property
    def _upwards(self) -> list[tuple[int, int]]:
        """The ids of each category below another and of that one; what is deeper comes first."""
        menu = reversed(self._menu)
        return [(each.pk, each.parent_id or 0) for depth, each in menu if depth]


def indented(category: Category, depth: int) -> str:
    """A category's name as one line of a list that is drawn as the tree."""
    return INDENT * depth + category.name


def subtree_of(*category_ids: int) -> str:
    """The ids of categories and of everything below them, as PostgreSQL writes an array.

    For who needs one subtree or a few, and nothing else of the tree: one short statement.
    """
    # UNION drops what was there before, so a ring that somehow came to be ends the walk.
    ((subtree,),) = fetch_prepared(
        """
        WITH RECURSIVE subtree (id) AS (
            SELECT unnest(%s::bigint[])
            UNION
            SELECT child.id FROM catalog_category child JOIN subtree ON child.parent_id = subtree.id
        )
        SELECT array_agg(id)::text FROM subtree
        """,
        (list(category_ids),),
    )
    return str(subtree)


def as_array(ids: Iterable[int]) -> str:
    """Ids as PostgreSQL writes an array."""
    return f"{{{','.join(map(str, ids))}}}"


def ids_of(array: str) -> list[int]:
    """The ids in an array as PostgreSQL writes one."""
    return [int(each) for each in array[1:-1].split(",") if each]
