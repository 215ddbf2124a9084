"""Categories as a queryset in the order of the tree, for lists and choices of the admin."""

from __future__ import annotations

from django.db.models.expressions import RawSQL

from catalog.categories.tree import CategoryTree
from catalog.models import Category, Product
from catalog.querysets import CategoryQuerySet


def in_tree_order(tree: CategoryTree | None = None) -> CategoryQuerySet:
    """Annotated with `place` and `depth`, ordered by the first."""
    tree = tree or Category.objects.as_tree()
    ids = [category.pk for _, category in tree.walk()]
    return Category.objects.annotate(
        place=_looked_up(ids, list(range(len(ids)))),
        depth=_looked_up(ids, [depth for depth, _ in tree.walk()]),
    ).order_by("place")


def in_tree_order_with_counts() -> CategoryQuerySet:
    """As `in_tree_order`, with how many products are in each or below it: `products_below`."""
    tree = Category.objects.as_tree()
    sums = tree.sums(Product.objects.count_by_category())
    return in_tree_order(tree).annotate(products_below=_looked_up(list(sums), list(sums.values())))


def _looked_up(ids: list[int], values: list[int]) -> RawSQL:
    """The value of a category, at the place of its id."""
    return RawSQL(
        "(%s::bigint[])[array_position(%s::bigint[], catalog_category.id)]", [values, ids]
    )
