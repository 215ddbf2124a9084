"""The SKU in a form: without what cannot be seen, and no twin of another product's."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.imports.skus import clean_sku
from catalog.products.taken_sku import product_with_sku_like


class SkuForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_sku(self) -> str:
        """Those that look alike already stay as they are. Raises ValidationError."""
        sku = clean_sku(self.cleaned_data["sku"])
        if not sku:
            raise ValidationError(self.fields["sku"].error_messages["required"], code="required")
        if sku == self.initial.get("sku"):
            return sku
        other = product_with_sku_like(sku, but=self.instance.pk)
        if other is not None and other.sku != sku:
            told = _("It looks like %(sku)s, the SKU of “%(name)s”.")
            params = {"sku": other.sku, "name": other.name}
            raise ValidationError(told, code="look_alike", params=params)
        return sku
