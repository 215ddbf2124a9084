"""Products with their pictures."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.utils import timezone

from backoffice.catalog.filters import BrandFilter, CategoryFilter, StockFilter
from backoffice.catalog.forms import ProductForm, ProductWithPicturesForm, next_position
from backoffice.catalog.pictures import PictureInline, thumbnail
from catalog.images.saving import add_picture
from catalog.images.storage import PictureStorage
from catalog.models import Product, ProductImage
from catalog.querysets import ProductQuerySet
from infra.atomic_files import StorageUnavailableError

# Set on a request whose pictures could not be stored, so that its form comes back with the reason.
_STORAGE_PROBLEM = "vitrine.storage_problem"
_FULL, _UNAVAILABLE = 507, 503


class ProductList(ChangeList):
    model_admin: ProductAdmin

    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        return self.model_admin.with_list_columns(super().get_queryset(*args, **kwargs))


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = [
        *("cover", "name", "sku", "category", "price", "stock", "is_published", "family"),
    ]
    list_display_links = ["cover", "name"]
    list_filter = ["is_published", StockFilter, CategoryFilter, BrandFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "sku", "brand", "family"]
    actions = ["publish", "unpublish"]
    autocomplete_fields = ["category"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [PictureInline]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["name", "slug", "sku", "category", ("brand", "family")]}),
        ("Sale", {"fields": [("price", "stock"), "is_published"]}),
        ("Description", {"fields": ["description", "attributes"]}),
        ("New pictures", {"fields": ["new_pictures"]}),
    ]

    class Media:
        js = ["backoffice/pictures.js"]

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ProductList

    def with_list_columns(self, products: Any) -> ProductQuerySet:
        """Load what the columns of the list show, in as many queries for 1 row as for 50."""
        return products.with_pictures()

    @admin.display(description="")
    def cover(self, product: Product) -> str:
        return thumbnail(product.cover) or "no picture"

    @admin.action(description="Publish the selected products", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._set_published(request, queryset, True)

    @admin.action(description="Take the selected products out of the shop", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._set_published(request, queryset, False)

    def _set_published(
        self, request: HttpRequest, queryset: QuerySet[Product], is_published: bool
    ) -> None:
        changed = list(queryset.exclude(is_published=is_published))
        Product.objects.filter(pk__in=[product.pk for product in changed]).update(
            is_published=is_published, updated_at=timezone.now()
        )
        done = "published" if is_published else "taken out of the shop"
        if changed:
            LogEntry.objects.log_actions(
                cast(int, request.user.pk), changed, CHANGE, change_message=f"{done.capitalize()}."
            )
        count = f"{len(changed)} product{pluralize(len(changed), ' was,s were')}"
        self.message_user(request, f"{count} {done}.")

    # The form

    def get_view_on_site_url(self, obj: Product | None = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj is None or obj.is_published else None

    def get_fieldsets(self, request: HttpRequest, obj: Product | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if self._may_add_pictures(request, obj):
            return fieldsets
        return [each for each in fieldsets if "new_pictures" not in each[1]["fields"]]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        may_add = self._may_add_pictures(request, obj)
        kwargs["form"] = ProductWithPicturesForm if may_add else ProductForm
        form = super().get_form(request, obj, change, **kwargs)
        form.storage_problem = request.META.get(_STORAGE_PROBLEM, "")  # type: ignore[attr-defined]
        return form

    def _may_add_pictures(self, request: HttpRequest, obj: Product | None) -> bool:
        may_edit = self.has_change_permission(request, obj) if obj else True
        return may_edit and request.user.has_perm("catalog.add_productimage")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As ever; but where a picture cannot be stored, all is undone and the form comes back."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StorageUnavailableError as error:
            request.META[_STORAGE_PROBLEM] = str(error)
            response = super().changeform_view(request, *args, **kwargs)
            response.status_code = _FULL if error.code == "full" else _UNAVAILABLE
            return response

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        stored: list[str] = []
        try:
            super().save_related(request, form, formsets, change)
            pictures = form.cleaned_data.get("new_pictures", [])
            position = next_position(form.instance) if pictures else 0
            for place, picture in enumerate(pictures, start=position):
                image = add_picture(form.instance, picture, position=place)
                stored.append(str(image.image.name))
            if pictures:
                count = f"{len(pictures)} picture{pluralize(len(pictures), ' was,s were')}"
                self.message_user(request, f"{count} added.")
        except BaseException:
            # The rows go with the transaction; the files of those already stored must follow.
            stored += [getattr(each, "stored", "") for formset in formsets for each in formset]
            for name in stored:
                cast(PictureStorage, default_storage).delete_picture(name)
            raise

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Products and how many pictures go with them.

        Django would list every row down to the vectors, load them all, and ask for the right to
        delete rows that only machines make.
        """
        pictures = ProductImage.objects.filter(product__in=objs).count()
        may_delete = not pictures or request.user.has_perm("catalog.delete_productimage")
        names = [str(product) for product in objs]
        counts = {"products": len(names), "pictures": pictures}
        return names, counts, set() if may_delete else {"picture"}, []
