"""The products of an import, by outcome and in pages: why, in which column, from what to what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.imports.permissions import demand
from backoffice.imports.run.changes import changes_of
from backoffice.imports.run.numbers import OUTCOMES
from catalog.imports import runs
from catalog.imports.models import ImportRow, ImportRun

TEMPLATE = "admin/catalog/importrun/rows.html"
PER_PAGE = 50

# Beside the outcomes: what may be asked for as `show`.
ALL, PROBLEMS, NOT_UNDONE = "", "problems", "not_undone"
_SHOWN = {
    ALL: gettext_lazy("All"),
    **{outcome.value: outcome.label for outcome in OUTCOMES},
    PROBLEMS: gettext_lazy("with a problem"),
    NOT_UNDONE: gettext_lazy("not undone"),
}


def show_rows(request: HttpRequest, run: ImportRun, context: dict[str, Any]) -> HttpResponse:
    """`show`: an outcome, "problems" or "not_undone"; `q`: a part of the SKU; `p`: the page."""
    demand(request, "view")
    asked = request.GET.get("show", ALL)
    shown = asked if asked in _SHOWN else ALL
    wanted = request.GET.get("q", "").replace("\0", "").strip()
    rows = _rows(run, shown)
    if wanted:
        rows = rows.filter(sku__icontains=wanted)
    # What the file says of them is in `changes` as far as it matters here.
    paginator = Paginator(rows.defer("content"), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            **context,
            "title": _("Products of the import"),
            "subtitle": str(run),
            "run": run,
            "choices": [(name, str(label), name == shown) for name, label in _SHOWN.items()],
            "shown": shown,
            "wanted": wanted,
            "page": page,
            "pages": paginator.get_elided_page_range(page.number),
            "rows": [(row, changes_of(row)) for row in page],
            "may_see_products": request.user.has_perm("catalog.view_product"),
        },
    )


def _rows(run: ImportRun, shown: str) -> QuerySet[ImportRow]:
    if shown == PROBLEMS:
        return runs.rows(run, problems_only=True)
    if shown == NOT_UNDONE:
        return runs.rows(run).exclude(why_not_undone="")
    return runs.rows(run, shown or None)
