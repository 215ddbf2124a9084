"""Ways to narrow the list of products."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.choice_filter import ChoiceFilter
from catalog.models import Product

# A longer list is no help in a side bar; the search finds the others.
MAX_BRANDS = 60


class StockFilter(ChoiceFilter):
    title = gettext_lazy("stock")
    parameter_name = "in_stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [("yes", _("In stock")), ("no", _("Sold out"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return queryset.filter(stock__gt=0)
            case "no":
                return queryset.filter(stock=0)
        return queryset


class BrandFilter(ChoiceFilter):
    title = gettext_lazy("brand")
    parameter_name = "brand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        brands = Product.objects.exclude(brand="").order_by("brand")
        names = brands.values_list("brand", flat=True).distinct()[:MAX_BRANDS]
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset if value is None else queryset.filter(brand=value)
