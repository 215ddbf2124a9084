"""The list of categories: the whole tree of a small shop, one branch at a time of a large one."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from backoffice.categories.branch_filter import BranchFilter
from catalog.categories.tree_order import in_this_order
from catalog.models import Category, Product

MOST_WHOLE = 200
"""Categories of a shop that are listed all at once; of more, those at one place."""


class InBranch(BranchFilter):
    """A category with what stands directly in it."""

    parameter_name = "in"

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset  # TreeList asks which branch is chosen


class TreeList(ChangeList):
    """Each row gets `depth`, `products_below`, `inside` and, in a search, `path`."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        self.tree = Category.objects.as_tree()
        found = super().get_queryset(request, exclude_parameters)
        if self.query:
            return found  # in the order in which the search found them
        return found.filter(pk__in=(ids := self._shown())).order_by(in_this_order(ids))

    def _shown(self) -> list[int]:
        everything = [category.pk for _, category in self.tree.walk()]
        branch = next((each for each in self.filter_specs if isinstance(each, InBranch)), None)
        chosen = branch.chosen if branch else None
        if chosen is None:
            is_small = len(everything) <= MOST_WHOLE
            return everything if is_small else [each.pk for each in self.tree.roots]
        top = Category(pk=chosen)
        return [chosen, *(each.pk for each in self.tree.children(top))]

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return []  # a tree has one order

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        depths = {category.pk: depth for depth, category in self.tree.walk()}
        sums = self.tree.sums(Product.objects.count_by_category())
        for each in self.result_list:  # as the formset has them, too
            each.depth = depths.get(each.pk, 0)
            each.products_below = sums.get(each.pk, 0)
            each.inside = len(self.tree.children(each))
            each.path = " > ".join(above.name for above in self.tree.path_to(each))
