"""Categories as a queryset in the order of the tree, for lists and choices of the admin."""

from __future__ import annotations

from django.db.models.expressions import RawSQL

from catalog.models import Category, Product
from catalog.querysets import CategoryQuerySet


def in_tree_order() -> CategoryQuerySet:
    """Annotated with `place` and `depth`, ordered by the first."""
    walked = list(Category.objects.as_tree().walk())
    ids = [category.pk for _, category in walked]
    return Category.objects.annotate(
        place=_looked_up(ids, list(range(len(ids)))),
        depth=_looked_up(ids, [depth for depth, _ in walked]),
    ).order_by("place")


def with_products_below(categories: CategoryQuerySet) -> CategoryQuerySet:
    """Annotated with how many products are in each or below it: `products_below`."""
    sums = Category.objects.as_tree().sums(Product.objects.count_by_category())
    return categories.annotate(products_below=_looked_up(list(sums), list(sums.values())))


def _looked_up(ids: list[int], values: list[int]) -> RawSQL:
    """The value of a category, at the place of its id."""
    return RawSQL(
        "(%s::bigint[])[array_position(%s::bigint[], catalog_category.id)]", [values, ids]
    )
