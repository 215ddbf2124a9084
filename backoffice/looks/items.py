"""The products of a look as rows of its form: chosen, put in order, taken out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.editing.form import OPENED
from backoffice.editing.rows import SharedRow, SharedRows
from backoffice.pictures.thumbnails import thumbnail
from backoffice.rules.product_choice import product_field
from catalog.querysets import long_columns
from recommendations.looks.reading import MAX_PRODUCTS
from recommendations.models import Look, LookItem

LAST = 32_767
"""The place of what was given none."""


class ItemForm(SharedRow):
    """One product; without a place it comes last."""

    position = forms.IntegerField(
        min_value=1, max_value=LAST, required=False, label=gettext_lazy("Place")
    )

    def clean_position(self) -> int:
        return self.cleaned_data.get("position") or LAST


class ItemInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who may change the look may change what it holds."""

    model = LookItem
    form = ItemForm
    formset = SharedRows
    extra = 0
    max_num = MAX_PRODUCTS
    fields = ["picture", "product", "position"]
    readonly_fields = ["picture"]
    classes = ["look-items"]

    def get_fields(self, request: HttpRequest, obj: Look | None = None) -> Any:
        fields = super().get_fields(request, obj)
        return [*fields, OPENED] if _may_edit(request, obj) else fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[LookItem]:
        items = super().get_queryset(request).select_related("product")
        return items.defer(*long_columns("product")).prefetch_related("product__images")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **{**kwargs, **product_field(db_field)}
        )

    @admin.display(description="")
    def picture(self, item: LookItem) -> str:
        if item.pk is None:
            return ""
        return format_html("{} {}", thumbnail(item.product.cover), _why_unseen(item))

    # Django's own permissions of a look hold for its rows.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # whoever sees the look

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)


def _may_edit(request: HttpRequest, look: Look | None) -> bool:
    verb = "change" if look else "add"
    return request.user.has_perm(f"recommendations.{verb}_look")


def _why_unseen(item: LookItem) -> str:
    if not item.product.is_published:
        return badge("none", _("not published"))
    return "" if item.product.stock else badge("none", _("sold out"))
