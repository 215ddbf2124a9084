"""A product's pictures on its own page: look, describe, put in order, replace, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backoffice.editing.form import OPENED
from backoffice.editing.rows import SharedRows
from backoffice.embeddings.columns import live_rows, picture_comparison
from backoffice.embeddings.retrying import may_retry
from backoffice.pictures.form import PictureForm
from backoffice.pictures.thumbnails import preview
from catalog.models import ProductImage


class PictureInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ProductImage
    form = PictureForm
    formset = SharedRows
    extra = 0
    fields = ["preview", "comparison", "compare", "alt", "position", "picture"]
    readonly_fields = ["preview", "comparison"]
    verbose_name_plural = _("pictures")
    classes = ["pictures"]

    # By name: Django's template for such a table would call a bare function in place of its name.
    preview = staticmethod(preview)
    comparison = staticmethod(picture_comparison)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        shown = super().get_queryset(request).prefetch_related(live_rows("embeddings"))
        pictures: QuerySet[Any] = shown.annotate(retry_allowed=Value(may_retry(request)))
        return pictures

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_upload = self.has_change_permission(request, obj) or self.has_add_permission(
            request, obj
        )
        fields = super().get_fields(request, obj)
        if not may_upload:
            return [name for name in fields if name != "picture"]
        return [*fields, OPENED]
