"""Similar items of one product, to be arranged: looked at, changed, tried out, saved at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from backoffice.history.admin import HistoryAdmin
from backoffice.rules.arranging.changes import change_rows, rules_named
from backoffice.rules.arranging.commands import carry_out
from backoffice.rules.arranging.forms import forms_of, read_draft
from backoffice.rules.arranging.noting import note_saved
from backoffice.rules.arranging.offered import offered
from backoffice.rules.arranging.slots import hidden_rows, rows_of
from backoffice.rules.arranging.standing import rules_beside
from backoffice.rules.permissions import may_arrange, may_see_rules
from catalog.models import Product
from recommendations.arranging.conflicts import OvertakenError, PlaceTakenError
from recommendations.arranging.draft import Draft
from recommendations.arranging.preview import preview
from recommendations.arranging.saving import save_draft
from recommendations.arranging.warnings import warnings_about

TEMPLATE = "admin/recommendations/rule/arrange.html"


def show_arranging(request: HttpRequest, pk: int, model_admin: HistoryAdmin) -> HttpResponse:
    """Whoever may see rules sees the list; who may add and change them arranges it."""
    if not may_see_rules(request):
        raise PermissionDenied
    product = get_object_or_404(Product.objects.defer("search", "description"), pk=pk)
    if request.method != "POST":
        return _page(request, model_admin, Draft(product))
    if not may_arrange(request):
        raise PermissionDenied
    draft, sheets = read_draft(product, request.POST)
    if not sheets.is_valid():
        return _page(request, model_admin, draft, sheets)
    command = request.POST.get("do", "")
    if command != "save":
        return _page(request, model_admin, carry_out(command, draft, request.POST))
    try:
        saved = save_draft(draft, user_id=request.user.pk)
    except (OvertakenError, PlaceTakenError) as refusal:
        messages.error(request, _("%(why)s Nothing was saved.") % {"why": refusal})
        return _page(request, model_admin, draft)
    note_saved(request, model_admin, saved)
    return HttpResponseRedirect(request.path)


def _page(
    request: HttpRequest, model_admin: HistoryAdmin, draft: Draft, sheets: Any = None
) -> HttpResponse:
    shown = preview(draft)
    warned = warnings_about(draft, shown)
    sheets = sheets or forms_of(draft.looked_at())
    changes = change_rows(sheets, warned)
    query = request.POST.get("q", "").strip()
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            **admin.site.each_context(request),
            "opts": model_admin.opts,
            "title": _("Similar items of %(product)s") % {"product": draft.beside},
            "product": draft.beside,
            "may_arrange": may_arrange(request),
            "is_draft": bool(draft),
            "before": shown.before,
            "rows": rows_of(shown, draft),
            "gone": shown.gone,
            "hidden": hidden_rows(shown, draft),
            "complete": not shown.answer.fallback,
            "sheets": sheets,
            "changes": changes,
            "is_blocked": any(change.blocks for change in changes),
            "replaced": rules_named(draft.replaced),
            "rules": rules_beside(draft.beside),
            "query": query,
            "offered": offered(query, without=draft.beside) if query else [],
        },
    )
