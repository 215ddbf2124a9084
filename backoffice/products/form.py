"""What staff fill in for a product."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.editing.form import SharedForm
from backoffice.pictures.fields import MAX_PICTURES_AT_ONCE, PicturesField
from backoffice.pictures.form import PICTURE_RULES
from backoffice.products.attributes_field import AttributesField
from backoffice.slugged_form import SluggedForm
from catalog.models import Product


class ProductForm(SharedForm, SluggedForm):
    """A product as staff see it who may not add pictures."""

    attributes = AttributesField(required=False, label=capfirst(gettext_lazy("attributes")))
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
            self.add_error(
                None, _("%(problem)s Nothing was saved.") % {"problem": self.storage_problem}
            )
        return values


class ProductWithPicturesForm(ProductForm):
    new_pictures = PicturesField(
        required=False,
        label=gettext_lazy("Add pictures"),
        help_text=format_lazy(
            gettext_lazy("Up to {count} at a time. {rules}"),
            count=MAX_PICTURES_AT_ONCE,
            rules=PICTURE_RULES,
        ),
    )
