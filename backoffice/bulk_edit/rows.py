"""What a bulk edit did to each product, by outcome and in pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from backoffice.imports.run.changes import changes_in_words
from catalog.models import BulkEdit, BulkEditRow

PER_PAGE = 50
Outcome = BulkEditRow.Outcome
_LABELS = {
    Outcome.CHANGED.value: Outcome.CHANGED.label,
    Outcome.DELETED.value: Outcome.DELETED.label,
    Outcome.REFUSED.value: Outcome.REFUSED.label,
    "undone": gettext_lazy("undone"),
    "not_undone": gettext_lazy("not undone"),
}


def rows_context(request: HttpRequest, edit: BulkEdit) -> dict[str, Any]:
    """`show`: one of the numbers' names; `p`: the page."""
    numbers = list(_numbers(edit))
    names = [name for name, _label, _count in numbers]
    asked = request.GET.get("show", "")
    shown = asked if asked in names else (names[0] if names else "")
    paginator = Paginator(_rows(edit, shown), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return {
        "numbers": numbers,
        "shown": shown,
        "page": page,
        "pages": paginator.get_elided_page_range(page.number),
        "rows": [(row, changes_in_words(row.changes)) for row in page],
    }


def _numbers(edit: BulkEdit) -> Iterator[tuple[str, Any, int]]:
    """What needs somebody's attention first."""
    for name in ("not_undone", "refused", "undone", "changed", "deleted"):
        if count := edit.counts.get(name, 0):
            yield name, _LABELS[name], count


def _rows(edit: BulkEdit, shown: str) -> Any:
    match shown:
        case "undone":
            return edit.rows.filter(is_undone=True)
        case "not_undone":
            return edit.rows.exclude(why_not_undone="")
    return edit.rows.filter(outcome=shown)
