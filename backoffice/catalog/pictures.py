"""A product's pictures on its own page: look, describe, put in order, replace, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from backoffice.catalog.forms import PictureForm
from catalog.models import ProductImage


def thumbnail(image: ProductImage | None) -> str:
    """A small picture; nothing where there is none."""
    if image is None or not image.image:
        return ""
    return format_html(
        '<img src="{}" alt="{}" class="thumbnail" loading="lazy">', image.url_at(160), image.alt
    )


def linked_thumbnail(image: ProductImage | None) -> str:
    """A small picture that leads to the whole of it."""
    if image is None or not image.image:
        return ""
    return format_html('<a href="{}">{}</a>', image.image.url, thumbnail(image))


class PictureInline(admin.TabularInline):
    model = ProductImage
    form = PictureForm
    extra = 0
    fields = ["preview", "alt", "position", "picture"]
    readonly_fields = ["preview"]
    verbose_name_plural = "pictures"
    classes = ["pictures"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_upload = self.has_change_permission(request, obj) or self.has_add_permission(
            request, obj
        )
        fields = super().get_fields(request, obj)
        return [name for name in fields if may_upload or name != "picture"]

    @admin.display(description="preview")
    def preview(self, image: ProductImage) -> str:
        return linked_thumbnail(image) or "new"
