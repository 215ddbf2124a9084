"""Judgements in the admin: the list of what people said, and the pages of the lab beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from backoffice.lab.judging.agreement import grade_now
from backoffice.lab.judging.files import FileForm, send_judgements, take_judgements
from backoffice.lab.judging.judge import give_judgement
from backoffice.lab.match.page import show_match
from backoffice.lab.page import show_lab
from backoffice.lab.permissions import may_judge, may_look
from backoffice.lab.photo import send_photo, show_photo
from catalog.querysets import long_columns
from evaluation.judgements.models import Judgement

_UNSEEN = long_columns("asked", "shown")

View = Callable[..., HttpResponseBase]


class JudgementAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """They are given in the lab; here they are looked through and, with the right to, deleted."""

    list_display = ["shown", "asked", "verdict", "user", "judged_at", "in_lab"]
    list_filter = ["verdict", ("user", admin.RelatedOnlyFieldListFilter), "judged_at"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["asked__name", "asked__sku", "shown__name", "shown__sku"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Judgement]:
        found = super().get_queryset(request).select_related("asked", "shown", "user")
        return found.defer(*_UNSEEN)

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, View, str]] = [
            ("lab/", show_lab, "lab"),
            ("lab/match/", show_match, "match"),
            ("lab/judge/", give_judgement, "judge"),
            ("lab/grade/", grade_now, "grade"),
            ("lab/photo/", send_photo, "send_photo"),
            ("lab/photo/<str:photo>/", show_photo, "photo"),
            ("judgements.csv", send_judgements, "export"),
            ("import/", take_judgements, "import"),
        ]
        return [
            path(route, self.admin_site.admin_view(view), name=f"evaluation_judgement_{name}")
            for route, view, name in pages
        ] + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        more = {
            "may_look": may_look(request),
            "may_judge": may_judge(request),
            "file_form": FileForm(),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # in the lab, beside the pictures

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # nobody changes another one's word

    @admin.display(description=_("lab"))
    def in_lab(self, judgement: Judgement) -> str:
        address = reverse("admin:evaluation_judgement_lab", query={"product": judgement.asked_id})
        return format_html('<a href="{}">{}</a>', address, _("look"))
