"""What staff fill in for a product."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from backoffice.attributes.field import AttributesField
from backoffice.editing.form import SharedForm
from backoffice.products.sku_form import SkuForm
from backoffice.products.timetable import TIMETABLE, problems_of
from backoffice.slugged_form import SluggedForm
from backoffice.translations.field import TranslationsField
from catalog.models import Product


class ProductForm(SharedForm, SluggedForm, SkuForm):
    """A product; its pictures have forms of their own."""

    attributes = AttributesField(required=False, label=capfirst(gettext_lazy("attributes")))
    translations = TranslationsField()
    slug_sources = ("name", "sku")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "attributes" in self.fields:
            self.fields["attributes"].widget.category_id = self.instance.category_id

    class Meta:
        model = Product
        fields = [
            *("name", "slug", "sku", "category", "brand", "family", "price", "stock"),
            *("is_published", *TIMETABLE, "description", "translations", "attributes"),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        # Whoever mends a description is not asked about a date that another has set or that passed.
        is_about_them = self.instance.pk is None or any(
            name in values and values[name] != getattr(self.instance, name)
            for name in ("is_published", *TIMETABLE)
        )
        for name, problem in problems_of(values).items() if is_about_them else ():
            if name in self.fields and name not in self.errors:
                self.add_error(name, problem)
        return values
