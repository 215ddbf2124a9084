"""A product's pictures on its own page: look, describe, put in order, replace, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Value
from django.forms.widgets import Script
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backoffice.editing.form import OPENED
from backoffice.embeddings.columns import live_rows
from backoffice.embeddings.retrying import may_retry
from backoffice.pictures.arriving import arrived
from backoffice.pictures.drafts import draft_of
from backoffice.pictures.form import PictureForm
from backoffice.pictures.formset import PictureFormSet
from backoffice.pictures.permissions import may_add
from catalog.models import ProductImage


class PictureInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ProductImage
    form = PictureForm
    formset = PictureFormSet
    template = "backoffice/pictures/inline.html"
    extra = 0
    max_num = 0  # new pictures come as files, not as rows
    fields = ["alt", "position", "compare", OPENED]
    verbose_name_plural = _("pictures")

    class Media:
        css = {"all": ["backoffice/pictures/pictures.css"]}
        js = [
            Script(f"backoffice/pictures/{name}.js", defer=True)
            for name in ("cards", "uploads", "order", "states")
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_states(super().get_queryset(request), request)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.draft = draft_of(request, obj)
        formset.arrival = arrived(request)
        formset.may_add = may_add(request, obj)
        return formset


def with_states(pictures: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """With what `picture_comparison` tells of each, in two queries."""
    shown: Any = pictures.prefetch_related(live_rows("embeddings"))
    annotated: QuerySet[Any] = shown.annotate(retry_allowed=Value(may_retry(request)))
    return annotated
