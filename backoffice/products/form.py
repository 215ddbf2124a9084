"""What staff fill in for a product."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from backoffice.editing.form import SharedForm
from backoffice.products.attributes_field import AttributesField
from backoffice.products.timetable import TIMETABLE, problems_of
from backoffice.slugged_form import SluggedForm
from catalog.models import Product


class ProductForm(SharedForm, SluggedForm):
    """A product; its pictures have forms of their own."""

    attributes = AttributesField(required=False, label=capfirst(gettext_lazy("attributes")))
    slug_sources = ("name", "sku")

    class Meta:
        model = Product
        fields = [
            *("name", "slug", "sku", "category", "brand", "family", "price", "stock"),
            *("is_published", *TIMETABLE, "description", "attributes"),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name, problem in problems_of(values).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, problem)
        return values
