"""What staff fill in for one picture of a product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.editing.rows import SharedRow
from backoffice.pictures.fields import PictureField
from catalog.images.saving import next_position, set_picture
from catalog.images.validation import CATALOG_LIMITS
from catalog.images.validation.limits import MEGAPIXEL, MIB
from catalog.models import ProductImage

PICTURE_RULES = format_lazy(
    gettext_lazy(
        "Up to {megabytes} MB: JPEG up to {jpeg} megapixels, HEIC up to {heic}, PNG, WebP, AVIF "
        "and GIF up to {others}."
    ),
    megabytes=f"{CATALOG_LIMITS.max_bytes / MIB:g}",
    jpeg=f"{CATALOG_LIMITS.max_jpeg_pixels / MEGAPIXEL:g}",
    heic=f"{CATALOG_LIMITS.max_heic_pixels / MEGAPIXEL:g}",
    others=f"{CATALOG_LIMITS.max_pixels / MEGAPIXEL:g}",
)


class PictureForm(SharedRow):
    """One picture of a product: its file (new, or in place of the old), its words, its place."""

    picture = PictureField(required=False, label=gettext_lazy("new file"))
    position = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=9_999,
        help_text=gettext_lazy("The lowest is the cover."),
    )

    class Meta:
        model = ProductImage
        fields = ["alt", "position", "compare"]

    stored = ""
    """The name of the file that saving this form has stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compare"].required = False  # left out, it stays as it is
        if self.instance.pk is None:
            self.initial["position"] = None  # a new picture goes last, not before the cover

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is not None and self.cleaned_data.get("position", 0) is None:
            self.cleaned_data["position"] = self.instance.position
        values = super().clean() or self.cleaned_data
        is_new = self.instance.pk is None
        if is_new and not values.get("picture") and "picture" not in self.errors:
            self.add_error("picture", _("Choose a file."))
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
