"""What staff fill in for categories, products and pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max
from django.utils.text import slugify

from backoffice.form_fields import (
    MAX_PICTURES_AT_ONCE,
    AttributesField,
    PictureField,
    PicturesField,
)
from catalog.images.saving import set_picture
from catalog.images.validation import CATALOG_LIMITS
from catalog.images.validation.limits import MEGAPIXEL, MIB
from catalog.models import Category, Product, ProductImage

PICTURE_RULES = (
    f"JPEG, PNG, WebP, AVIF, GIF or HEIC, up to {CATALOG_LIMITS.max_bytes / MIB:g} MB and "
    f"{CATALOG_LIMITS.max_pixels / MEGAPIXEL:g} megapixels."
)


class SluggedForm(forms.ModelForm):
    """A form whose slug may stay empty: it is then made from the name, or another field."""

    slug_sources: tuple[str, ...] = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "The address of its page; made from the name if empty."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "slug" in self.fields and not values.get("slug") and "slug" not in self.errors:
            made = (slugify(values.get(source) or "") for source in self.slug_sources)
            values["slug"] = next(filter(None, made), "")[: self.fields["slug"].max_length]  # type: ignore[attr-defined]
            if not values["slug"]:
                self.add_error("slug", "Type one: the name has no letter from a to z.")
        return values


class CategoryForm(SluggedForm):
    class Meta:
        model = Category
        fields = ["name", "slug", "parent", "position", "description"]


class ProductForm(SluggedForm):
    """A product as staff see it who may not add pictures."""

    attributes = AttributesField(required=False)
    slug_sources = ("name", "sku")
    storage_problem = ""
    """Why the last attempt to save this form failed after it had been found valid."""

    class Meta:
        model = Product
        fields = [
            *("name", "slug", "sku", "category", "brand", "family", "price", "stock"),
            *("is_published", "description", "attributes"),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.storage_problem:
            self.add_error(None, f"{self.storage_problem} Nothing was saved.")
        return values


class ProductWithPicturesForm(ProductForm):
    new_pictures = PicturesField(
        required=False,
        label="Add pictures",
        help_text=f"Up to {MAX_PICTURES_AT_ONCE} at a time. {PICTURE_RULES}",
    )


class PictureForm(forms.ModelForm):
    """One picture of a product: its file (new, or in place of the old), its words, its place."""

    picture = PictureField(required=False, label="new file")
    position = forms.IntegerField(
        required=False, min_value=0, max_value=9_999, help_text="The lowest is the cover."
    )

    class Meta:
        model = ProductImage
        fields = ["alt", "position"]

    stored = ""
    """The name of the file that saving this form has stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["position"] = None  # a new picture goes last, not before the cover

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            if not values.get("picture") and "picture" not in self.errors:
                self.add_error("picture", "Choose a file.")
        elif values.get("position") is None:
            values["position"] = self.instance.position
        return values

    def save(self, commit: bool = True) -> Any:
        """Store row and file together; raises StorageUnavailableError."""
        if self.cleaned_data.get("position") is None:
            self.instance.position = next_position(self.instance.product)
        picture = self.cleaned_data.get("picture")
        if picture is None or not commit:
            return super().save(commit)
        set_picture(self.instance, picture)
        self.stored = self.instance.image.name
        return self.instance


def next_position(product: Product) -> int:
    """The place after a product's last picture."""
    last = product.images.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
