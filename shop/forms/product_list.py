"""How a shopper wants to see a list of products."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.product_ordering import ProductOrdering

ORDERINGS = {
    ProductOrdering.NEWEST: _("Newest"),
    ProductOrdering.CHEAPEST: _("Price, low to high"),
    ProductOrdering.DEAREST: _("Price, high to low"),
}


class ProductListForm(forms.Form):
    """In which order to see the products of a category, and whether without what is sold out."""

    sort = forms.ChoiceField(
        choices=[(ordering.value, label) for ordering, label in ORDERINGS.items()],
        required=False,
        label=_("Sort by"),
    )
    in_stock = forms.BooleanField(required=False, label=_("In stock only"))

    @property
    def ordering(self) -> ProductOrdering:
        """The order asked for; newest first where none, or no known one, is."""
        return ProductOrdering(self.cleaned("sort") or ProductOrdering.NEWEST)

    def cleaned(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)
