"""The queue of faults in the catalogue: evidence, one click to mend, one to dismiss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice.badges import badge
from backoffice.hygiene import bulk, steps
from backoffice.hygiene.evidence import render_buttons, render_evidence
from backoffice.hygiene.filters import KindFilter, StateFilter
from backoffice.hygiene.listing import FindingList
from backoffice.hygiene.permissions import may_decide, may_mend_any
from backoffice.read_only import ReadOnlyAdmin
from catalog.querysets import long_columns
from hygiene.checking.progress import describe_progress
from hygiene.findings.models import Finding

_UNSEEN = long_columns("product", "other_product")


class FindingAdmin(ReadOnlyAdmin):
    list_display_links = ["kind_shown"]
    list_filter = [StateFilter, KindFilter]
    list_per_page = 25
    show_full_result_count = False
    search_fields = ["product__name", "product__sku"]
    ordering = ["-confidence", "pk"]
    actions = [bulk.mend_selected, bulk.dismiss_selected, bulk.reopen_selected]

    class Media:
        css = {"all": ["backoffice/hygiene.css"]}
        js = ["backoffice/forms.js", "backoffice/hygiene.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        beside = ("product__category", "other_product__category", "picture", "other_picture")
        rows = Finding.objects.select_related(*beside, "decided_by").defer(*_UNSEEN)
        return rows.prefetch_related("product__images", "other_product__images")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[FindingList]:
        return FindingList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["kind_shown", "evidence_shown", _buttons(request)]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return may_decide(request)

    def has_mend_permission(self, request: HttpRequest) -> bool:
        return may_mend_any(request)

    def get_urls(self) -> list[URLPattern]:
        return [
            self._post("<int:pk>/mend/", "mend", steps.mend),
            self._post("<int:pk>/dismiss/", "dismiss", steps.dismiss),
            self._post("<int:pk>/reopen/", "reopen", steps.reopen),
            *super().get_urls(),
        ]

    def _post(self, route: str, name: str, view: Callable[..., HttpResponse]) -> URLPattern:
        inner = self.admin_site.admin_view(require_POST(view))
        return path(route, inner, name=f"hygiene_finding_{name}")

    # Pages

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        title = capfirst(self.opts.verbose_name_plural)
        context = {"title": title, "progress": describe_progress(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        finding = self.get_object(request, object_id)
        if not self.has_view_permission(request, finding):
            raise PermissionDenied
        if finding is None:
            messages.warning(request, _("There is no such finding any more."))
            return redirect("admin:hygiene_finding_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": capfirst(finding.get_kind_display()),
            "finding": finding,
            "evidence": render_evidence(finding, large=True),
            "buttons": render_buttons(request, finding),
        }
        return TemplateResponse(request, "admin/hygiene/finding/finding.html", context)

    # Columns

    @admin.display(description=gettext_lazy("what is wrong"), ordering="-confidence")
    def kind_shown(self, finding: Finding) -> str:
        """The kind, and how sure that is; of what is not open, what became of it."""
        if finding.state == Finding.State.OPEN:
            sure = _("%(percent)s %% sure") % {
                "percent": number_format(100 * finding.confidence, 0)
            }
        else:
            sure = badge(finding.state, finding.get_state_display())
        kind = capfirst(finding.get_kind_display())
        return format_html('{} <span class="certainty">{}</span>', kind, sure)

    @admin.display(description=gettext_lazy("evidence"))
    def evidence_shown(self, finding: Finding) -> SafeString:
        return mark_safe(render_evidence(finding))  # noqa: S308 - a template, which escapes


def _buttons(request: HttpRequest) -> Callable[[Finding], SafeString]:
    """The column of what this user may do; an admin's own methods do not know who asks."""

    @admin.display(description=gettext_lazy("what to do"))
    def what_to_do(finding: Finding) -> SafeString:
        return mark_safe(render_buttons(request, finding))  # noqa: S308 - a template, too

    return what_to_do
