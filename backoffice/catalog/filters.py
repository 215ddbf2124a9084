"""Ways to narrow the list of products."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from backoffice.catalog.tree import read_tree
from catalog.models import Category, Product

# A longer list is no help in a side bar; the search finds the others.
MAX_BRANDS = 60


class ChoiceFilter(admin.SimpleListFilter):
    """A filter that takes only what it offers: anything else in the address is passed over."""

    def value(self) -> str | None:
        chosen = super().value()
        return chosen if chosen in {str(value) for value, _ in self.lookup_choices} else None


class CategoryFilter(ChoiceFilter):
    """Products of a category and of every category below it."""

    title = "category"
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(str(branch.pk), branch.label) for branch in read_tree()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(
            category__in=Category.objects.with_descendants(Category(pk=int(value)))
        )


class StockFilter(ChoiceFilter):
    title = "stock"
    parameter_name = "in_stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [("yes", "In stock"), ("no", "Sold out")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return queryset.filter(stock__gt=0)
            case "no":
                return queryset.filter(stock=0)
        return queryset


class BrandFilter(ChoiceFilter):
    title = "brand"
    parameter_name = "brand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        brands = Product.objects.exclude(brand="").order_by("brand")
        names = brands.values_list("brand", flat=True).distinct()[:MAX_BRANDS]
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset if value is None else queryset.filter(brand=value)
