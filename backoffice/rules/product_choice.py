"""Choosing a product in a form: by name or SKU, with a small picture beside each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from backoffice.rules.arranging.offered import offered
from catalog.models import Product
from catalog.product_cards import ProductCard

PAGE_NAME = "recommendations_rule_products"


class ProductSelect(AutocompleteSelect):
    """Django's field that looks up while one types, with what a product is told apart by."""

    def get_url(self) -> str:
        return reverse(f"{self.admin_site.name}:{PAGE_NAME}")

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs = super().build_attrs(*args, **kwargs)
        attrs["class"] = attrs["class"].replace("admin-autocomplete", "product-autocomplete")
        return attrs

    @property
    def media(self) -> forms.Media:
        # After Django's, which brings what ours calls.
        return super().media + forms.Media(js=["backoffice/product_choice.js"])


class ProductField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A product, named so that two of one name are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.sku}"


def product_field(db_field: ForeignKey[Any, Any]) -> dict[str, Any]:
    """What `formfield_for_foreignkey` needs for a column that holds a product; else nothing."""
    if db_field.related_model is not Product:
        return {}
    return {"form_class": ProductField, "widget": ProductSelect(db_field, admin.site)}


def products_offered(request: HttpRequest) -> JsonResponse:
    """The first products by what was typed, as the field asks for them while one types."""
    if not request.user.has_perm("catalog.view_product"):
        raise PermissionDenied
    cards = offered(request.GET.get("term", ""))
    return JsonResponse(
        {"results": [_result(card) for card in cards], "pagination": {"more": False}}
    )


def _result(card: ProductCard) -> dict[str, str]:
    picture = card.cover.url_at(160) if card.cover else ""
    return {"id": str(card.pk), "text": f"{card.name} · {card.sku}", "picture": picture}
