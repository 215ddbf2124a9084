"""Products with their pictures, what became of each picture, and the rules about them."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from backoffice.bulk_edit.actions import change_selected, delete_selected
from backoffice.categories.branch_filter import BranchFilter
from backoffice.categories.fields import CategoryChoices
from backoffice.editing.admin import SharedAdmin
from backoffice.embeddings.columns import comparison
from backoffice.embeddings.product_filter import EmbeddingStateFilter
from backoffice.embeddings.retrying import TEMPLATE
from backoffice.lab.permissions import may_look
from backoffice.pictures.arriving import answer_with_uploads
from backoffice.pictures.inline import PictureInline
from backoffice.pictures.telling import changed_files, tell_about_pictures
from backoffice.pictures.thumbnails import cover
from backoffice.pictures.views.addresses import picture_addresses
from backoffice.products.deletion import what_goes
from backoffice.products.duplicating.page import may_duplicate, show_duplicate
from backoffice.products.filters import BrandFilter, StockFilter
from backoffice.products.form import ProductForm
from backoffice.products.listing import ProductList, category_path
from backoffice.products.publishing import publish, publish_with_blanks, unpublish
from backoffice.products.timetable import TIMETABLE, ahead
from backoffice.rules.permissions import may_add_rule, may_see_rules
from backoffice.rules.product_links import steering
from backoffice.translations.field import offers_translations
from catalog.models import Product
from catalog.search.staff_search import search_products


class ProductAdmin(CategoryChoices, SharedAdmin):
    list_display = [
        cover,
        "name",
        comparison,
        "sku",
        category_path,
        "price",
        "stock",
        "is_published",
        ahead,
        "family",
    ]
    list_display_links = [cover, "name"]
    list_filter = [EmbeddingStateFilter, "is_published", StockFilter, BranchFilter, BrandFilter]
    list_per_page = 50
    show_full_result_count = False
    glossary = ("embedding", "family")
    search_fields = ["name", "sku", "brand", "family"]
    actions = [change_selected, publish, publish_with_blanks, unpublish, delete_selected]
    autocomplete_fields = ["category"]
    prepopulated_fields = {"slug": ["name"]}
    form = ProductForm
    readonly_fields: ClassVar[Any] = [steering]
    inlines = [PictureInline]
    save_on_top = True
    change_form_template = TEMPLATE

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ProductList

    def get_queryset(self, request: HttpRequest) -> Any:
        products = super().get_queryset(request).select_related("category")
        return products.annotate(
            may_add_rule=Value(may_add_rule(request)), may_look_in_lab=Value(may_look(request))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return search_products(queryset, search_term), False

    def choice_labels(self, products: Any) -> dict[int, str]:
        """What a search while typing shows of them."""
        return {product.pk: f"{product.name} ({product.sku})" for product in products}

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Product | None = None) -> Any:
        fieldsets = [
            (None, {"fields": ["name", "slug", "sku", "category", ("brand", "family")]}),
            (_("Sale"), {"fields": [("price", "stock"), "is_published", *TIMETABLE]}),
            (_("Description"), {"fields": ["description", "attributes"]}),
        ]
        if offers_translations():
            fieldsets.append((_("In other languages"), {"fields": ["translations"]}))
        if obj is not None and may_see_rules(request):
            fieldsets.append((_("Similar items"), {"fields": [steering]}))
        return fieldsets

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        def show() -> HttpResponse:
            return super(ProductAdmin, self).changeform_view(request, object_id, *args, **kwargs)

        if request.method != "POST" or not request.FILES:
            return show()
        product = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and product is None:
            return show()
        return answer_with_uploads(request, product, show)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tell_about_pictures(request, formsets)
        self.note(request, changed_files(formsets))

    def get_urls(self) -> list[URLPattern]:
        duplicate = self.admin_site.admin_view(partial(show_duplicate, self))
        page = path("<int:pk>/duplicate/", duplicate, name="catalog_product_duplicate")
        return [page, *picture_addresses(self.admin_site), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        context["may_duplicate"] = bool(context.get("original")) and may_duplicate(request)
        return super().render_change_form(request, context, *args, **kw)

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return what_goes(objs, request)
