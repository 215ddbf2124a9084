"""Products with their pictures, what became of each picture, and the rules about them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.views.main import ChangeList
from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from backoffice.bulk_edit.actions import change_selected, delete_selected
from backoffice.editing.admin import SharedAdmin
from backoffice.embeddings.columns import comparison, live_rows
from backoffice.embeddings.product_filter import EmbeddingStateFilter
from backoffice.embeddings.retrying import TEMPLATE
from backoffice.lab.permissions import may_look
from backoffice.pictures.inline import PictureInline
from backoffice.pictures.thumbnails import cover
from backoffice.products.deletion import what_goes
from backoffice.products.filters import BrandFilter, CategoryFilter, StockFilter
from backoffice.products.form import ProductForm, ProductWithPicturesForm
from backoffice.products.new_pictures import add_pictures, all_or_none, tell_blank_pictures
from backoffice.products.publishing import publish, unpublish
from backoffice.products.storage_trouble import answer_with_reason, storage_problem
from backoffice.rules.permissions import may_add_rule, may_see_rules
from backoffice.rules.product_links import steering
from catalog.models import Product


class ProductList(ChangeList):
    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        """With what the columns show, in as many queries for 1 row as for 50."""
        products: Any = super().get_queryset(*args, **kwargs)
        return products.with_pictures().prefetch_related(live_rows("images__embeddings"))


class ProductAdmin(SharedAdmin):
    list_display = [
        cover,
        "name",
        comparison,
        "sku",
        "category",
        "price",
        "stock",
        "is_published",
        "family",
    ]
    list_display_links = [cover, "name"]
    list_filter = [EmbeddingStateFilter, "is_published", StockFilter, CategoryFilter, BrandFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "sku", "brand", "family"]
    actions = [change_selected, publish, unpublish, delete_selected]
    autocomplete_fields = ["category"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields: ClassVar[Any] = [steering]
    inlines = [PictureInline]
    save_on_top = True
    change_form_template = TEMPLATE

    class Media:
        js = ["backoffice/pictures.js"]

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ProductList

    def get_queryset(self, request: HttpRequest) -> Any:
        products = super().get_queryset(request).select_related("category")
        return products.annotate(
            may_add_rule=Value(may_add_rule(request)), may_look_in_lab=Value(may_look(request))
        )

    # The form

    def get_view_on_site_url(self, obj: Product | None = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj is None or obj.is_published else None

    def get_fieldsets(self, request: HttpRequest, obj: Product | None = None) -> Any:
        fieldsets = [
            (None, {"fields": ["name", "slug", "sku", "category", ("brand", "family")]}),
            (_("Sale"), {"fields": [("price", "stock"), "is_published"]}),
            (_("Description"), {"fields": ["description", "attributes"]}),
        ]
        if self._may_add_pictures(request, obj):
            fieldsets.append((_("New pictures"), {"fields": ["new_pictures"]}))
        if obj is not None and may_see_rules(request):
            fieldsets.append((_("Similar items"), {"fields": [steering]}))
        return fieldsets

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        may_add = self._may_add_pictures(request, obj)
        kwargs["form"] = ProductWithPicturesForm if may_add else ProductForm
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.storage_problem = storage_problem(request)
        return form

    def _may_add_pictures(self, request: HttpRequest, obj: Product | None) -> bool:
        may_edit = self.has_change_permission(request, obj) if obj else True
        return may_edit and request.user.has_perm("catalog.add_productimage")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        show = super().changeform_view
        return answer_with_reason(request, lambda: show(request, *args, **kwargs))

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        with all_or_none(formsets) as stored:
            super().save_related(request, form, formsets, change)
            stored.extend(add_pictures(form.instance, form.cleaned_data.get("new_pictures", [])))
            if count := len(stored):
                told = ngettext(
                    "%(count)d picture was added.", "%(count)d pictures were added.", count
                )
                self.message_user(request, told % {"count": count})
            tell_blank_pictures(request, form.instance, stored)

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return what_goes(objs, request)
