"""Products and pictures, with what has become of each picture's embedding."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet, Value
from django.http import HttpRequest
from django.utils.html import format_html

from backoffice.catalog.pictures import PictureInline
from backoffice.catalog.product import ProductAdmin
from backoffice.embeddings.badges import badge, counted_badges, state_in_words
from backoffice.embeddings.filters import EmbeddingStateFilter
from backoffice.embeddings.retrying import TEMPLATE, may_retry, retry_button
from catalog.models import Product
from catalog.querysets import ProductQuerySet
from embeddings.models import ImageEmbedding


def live_rows(lookup: str) -> Prefetch:
    """Load `live_rows` of pictures: their embeddings in the space that shoppers see."""
    rows = ImageEmbedding.objects.filter(space__state="live").without_vectors()
    return Prefetch(lookup, queryset=rows, to_attr="live_rows")


class ComparedPictureInline(PictureInline):
    fields = ["preview", "comparison", "alt", "position", "picture"]
    readonly_fields = ["preview", "comparison"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        pictures = super().get_queryset(request).prefetch_related(live_rows("embeddings"))
        return pictures.annotate(retry_allowed=Value(may_retry(request)))

    @admin.display(description="embedding")
    def comparison(self, image: Any) -> str:
        rows = getattr(image, "live_rows", None)
        if rows is None:  # a picture that is being added
            return ""
        if not rows:
            return badge("none", "not compared")
        button = retry_button(rows[0]) if image.retry_allowed else ""
        return format_html("{}{}", state_in_words(rows[0]), button)


class ComparedProductAdmin(ProductAdmin):
    list_display = [*ProductAdmin.list_display[:2], "comparison", *ProductAdmin.list_display[2:]]
    list_filter = [EmbeddingStateFilter, *ProductAdmin.list_filter]
    inlines = [ComparedPictureInline]
    change_form_template = TEMPLATE

    def with_list_columns(self, products: Any) -> ProductQuerySet:
        loaded = super().with_list_columns(products)
        return loaded.prefetch_related(live_rows("images__embeddings"))

    @admin.display(description="embedding")
    def comparison(self, product: Any) -> str:
        images = product.images.all()
        if not images:
            return badge("none", "no picture")
        rows = [row for image in images for row in image.live_rows]
        return counted_badges(rows) or badge("none", "not compared")


admin.site.unregister(Product)
admin.site.register(Product, ComparedProductAdmin)
