"""The rows of the list of products, in as many queries for 1 as for 50."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from backoffice.embeddings.columns import live_rows
from catalog.categories.paths import read_paths


class ProductList(ChangeList):
    """Each row gets `category_path`."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        """With what the columns show."""
        products: Any = super().get_queryset(*args, **kwargs)
        return products.with_pictures().prefetch_related(live_rows("images__embeddings"))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        paths = read_paths([product.category_id for product in self.result_list])
        for product in self.result_list:
            product.category_path = paths.get(product.category_id, "")


@admin.display(description=gettext_lazy("category"), ordering="category__name")
def category_path(product: Any) -> str:
    """With the way to it: there are Lamps for the home, and Lamps for the garden."""
    return str(product.category_path)
