"""What is asked before a product is made of another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.products.sku_form import SkuForm
from catalog.models import Product


class DuplicateForm(SkuForm):
    """Of what differs in any case; the rest is changed on the new product's own page."""

    with_pictures = forms.BooleanField(
        required=False, initial=True, label=_("Copy its pictures as well")
    )

    class Meta:
        model = Product
        fields = ["sku", "name"]

    def __init__(self, *args: Any, may_add_pictures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sku"].label = _("SKU of the new product")
        self.fields["name"].label = _("Its name")
        if not may_add_pictures:
            del self.fields["with_pictures"]
