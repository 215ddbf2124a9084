"""The categories of the shop."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.catalogue import CategoryListSerializer
from api.named_answers import named_by_state
from api.parameters.base import Parameters
from api.schema import answers
from api.views.public import PublicView
from catalog.descriptions.plain_text import plain_text
from catalog.models import Category, Product
from catalog.state.remembering import worked_out
from catalog.translations.reading import wanted_language


class CategoriesView(PublicView):
    """All categories."""

    @extend_schema(
        operation_id="categories_list",
        summary="All categories",
        responses=answers(CategoryListSerializer, 400),
    )
    @named_by_state
    def get(self, request: Request) -> Response:
        """The tree of categories as a list: each names its parent and comes after it.

        Those without products in them or below are left out.
        """
        Parameters.read(request.query_params)
        key = ("categories of the API", wanted_language())
        return Response({"results": worked_out(key, _categories)})


def _categories() -> list[dict[str, Any]]:
    tree = Category.objects.as_tree()
    products = tree.sums(Product.objects.published().count_by_category())
    return [
        {
            "slug": category.slug,
            "name": category.name,
            "description": plain_text(category.description),
            "parent": parent.slug if (parent := tree.parent(category)) else None,
            "products": products[category.pk],
        }
        for _depth, category in tree.walk()
        if products[category.pk]
    ]
