"""Categories, as the tree that they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.categories.form import CategoryForm
from backoffice.categories.tree_order import in_tree_order, in_tree_order_with_counts
from backoffice.editing.admin import SharedAdmin
from catalog.categories.tree import indented


class ParentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of category, drawn as the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return indented(obj, obj.depth)


class TreeList(ChangeList):
    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return ["place"]


class CategoryAdmin(SharedAdmin):
    form = CategoryForm
    list_display = ["indented_name", "slug", "position", "products"]
    list_editable = ["position"]
    list_display_links = ["indented_name"]
    list_per_page = 500
    sortable_by = ()  # a tree has one order
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return in_tree_order_with_counts()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = in_tree_order()
            kwargs["form_class"] = ParentField
            kwargs["empty_label"] = _("none: it stands at the top")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("category"))
    def indented_name(self, category: Any) -> str:
        return format_html('<span class="depth-{}">{}</span>', min(category.depth, 5), category)

    @admin.display(description=gettext_lazy("products"))
    def products(self, category: Any) -> str:
        """How many are in it or below it, and the way to them."""
        address = reverse("admin:catalog_product_changelist", query={"category": category.pk})
        return format_html('<a href="{}">{}</a>', address, category.products_below)
