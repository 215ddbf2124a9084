"""Walking down the tree in the side bar of a list: the way to here, and what is below it.

A list of all categories would be a side bar of 3,000 lines; this one has what one looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.sent_ids import sent_id
from catalog.categories.paths import read_ways
from catalog.categories.tree import INDENT
from catalog.models import Category

MOST_BELOW = 100
"""More at one place are found by the search of the list of categories."""


class BranchFilter(admin.SimpleListFilter):
    """What stands in a category or below it; anything but the id of one is passed over."""

    title = gettext_lazy("category")
    parameter_name = "category"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        asked = sent_id(super().value() or "")
        self.way = read_ways([asked]).get(asked, []) if asked else []
        """Ids and names on the way to the chosen one, which is the last; empty without one."""
        self.below = list(
            Category.objects.filter(parent=self.chosen)
            .order_by("position", "name", "pk")
            .values_list("pk", "name")[: MOST_BELOW + 1]
        )

    @property
    def chosen(self) -> int | None:
        return self.way[-1][0] if self.way else None

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return []

    def has_output(self) -> bool:
        return bool(self.way or self.below)

    def value(self) -> str | None:
        return str(self.chosen) if self.chosen is not None else None

    def choices(self, changelist: Any) -> Iterator[Any]:
        yield {
            "selected": self.chosen is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("All"),
        }
        for depth, (pk, name) in enumerate(self.way):
            yield self._choice(changelist, pk, INDENT * depth + name)
        for pk, name in self.below[:MOST_BELOW]:
            yield self._choice(changelist, pk, INDENT * len(self.way) + name)
        if len(self.below) > MOST_BELOW:
            yield {
                "selected": False,
                "query_string": changelist.get_query_string(),
                "display": _("… and more: search for them in the list of categories"),
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.chosen
        return queryset if chosen is None else queryset.in_category(Category(pk=chosen))

    def _choice(self, changelist: Any, pk: int, words: str) -> dict[str, Any]:
        return {
            "selected": pk == self.chosen,
            "query_string": changelist.get_query_string({self.parameter_name: pk}),
            "display": words,
        }
