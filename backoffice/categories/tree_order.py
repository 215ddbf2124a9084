"""The tree of categories as one list: every shelf after the one it stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.expressions import RawSQL

from catalog.models import Category
from catalog.querysets import CategoryQuerySet

INDENT = "\N{EM SPACE}"


@dataclass
class Branch:
    """Where a category stands: how deep, and how many products are in it or below it."""

    pk: int
    name: str
    depth: int
    products: int

    @property
    def label(self) -> str:
        return INDENT * self.depth + self.name


def read_tree(*, count_products: bool = False) -> list[Branch]:
    """All categories in the order of the shop's menu, in one query.

    A category that is below itself, which only a program could bring about, comes last.
    """
    rows = Category.objects.order_by("position", "name", "pk")
    if count_products:
        rows = rows.annotate(own=Count("products"))
    children: dict[int | None, list[Category]] = defaultdict(list)
    for category in rows:
        children[category.parent_id].append(category)
    tree: list[Branch] = []

    def walk(parent: int | None, depth: int) -> int:
        products = 0
        for category in children.pop(parent, ()):
            branch = Branch(category.pk, category.name, depth, getattr(category, "own", 0))
            tree.append(branch)
            branch.products += walk(category.pk, depth + 1)
            products += branch.products
        return products

    walk(None, 0)
    while children:
        walk(next(iter(children)), 0)
    return tree


def in_tree_order(
    categories: CategoryQuerySet, *, count_products: bool = False
) -> CategoryQuerySet:
    """Annotate `place`, `depth` and `products_below`, ordered by the first."""
    tree = read_tree(count_products=count_products)
    ids = [branch.pk for branch in tree]

    def looked_up(values: list[int]) -> RawSQL:
        return RawSQL(
            "(%s::bigint[])[array_position(%s::bigint[], catalog_category.id)]", [values, ids]
        )

    return categories.annotate(
        place=looked_up(list(range(len(tree)))),
        depth=looked_up([branch.depth for branch in tree]),
        products_below=looked_up([branch.products for branch in tree]),
    ).order_by("place")
