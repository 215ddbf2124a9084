"""Categories, as the tree that they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from backoffice.categories.deletion import what_goes
from backoffice.categories.fields import CategoryChoices
from backoffice.categories.form import CategoryForm
from backoffice.categories.rings import tell_rings
from backoffice.categories.tree_list import MOST_WHOLE, InBranch, TreeList
from backoffice.editing.admin import SharedAdmin
from backoffice.translations.field import offers_translations
from catalog.categories.finding import find_categories
from catalog.categories.paths import read_paths
from catalog.categories.tree_order import in_this_order
from catalog.models import Category


class CategoryAdmin(CategoryChoices, SharedAdmin):
    form = CategoryForm
    list_display = ["indented_name", "slug", "position", "products"]
    list_editable = ["position"]
    list_display_links = ["indented_name"]
    list_filter = [InBranch]
    list_per_page = 200
    sortable_by = ()  # a tree has one order
    show_full_result_count = False
    search_fields = ["name", "slug"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return [name for name in fields if name != "translations" or offers_translations()]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Where the tree is not in sight as a whole, how a category hangs together with others."""
        columns = list(super().get_list_display(request))
        if request.GET.get("q") or Category.objects.count() > MOST_WHOLE:
            columns[1:1] = ["stands_in", "inside"]
        return columns

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method == "GET":
            tell_rings(request)
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By the words on the way to a category, accents or not; departments first without any."""
        if not search_term.strip():
            top_first = F("parent").asc(nulls_first=True)
            return queryset.order_by(top_first, "position", "name", "pk"), False
        found = find_categories(Category.objects.as_tree(), search_term)
        return queryset.filter(pk__in=found).order_by(in_this_order(found)), False

    def choice_labels(self, categories: Any) -> dict[int, str]:
        """What a search while typing shows of them."""
        return read_paths([category.pk for category in categories])

    @admin.display(description=gettext_lazy("category"))
    def indented_name(self, category: Any) -> SafeString:
        """Its name where it stands in the tree, with the way to it where that is not in sight."""
        return format_html('<span class="depth-{}">{}</span>', min(category.depth, 5), category)

    @admin.display(description=gettext_lazy("stands in"))
    def stands_in(self, category: Any) -> str:
        return str(category.path)

    @admin.display(description=gettext_lazy("inside"))
    def inside(self, category: Any) -> SafeString | str:
        """The way to what stands directly in it."""
        if not category.inside:
            return self.get_empty_value_display()
        told = ngettext("%(n)d category", "%(n)d categories", category.inside)
        address = reverse("admin:catalog_category_changelist", query={"in": category.pk})
        return format_html('<a href="{}">{}</a>', address, told % {"n": category.inside})

    @admin.display(description=gettext_lazy("products"))
    def products(self, category: Any) -> SafeString:
        """How many are in it or below it, and the way to them."""
        address = reverse("admin:catalog_product_changelist", query={"category": category.pk})
        return format_html('<a href="{}">{}</a>', address, category.products_below)

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return what_goes(objs, request)
