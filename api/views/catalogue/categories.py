"""The categories of the shop."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers.catalogue import CategoryListSerializer
from api.parameters.base import Parameters
from api.schema import answers
from api.views.public import PublicView
from catalog.models import Category, Product


class CategoriesView(PublicView):
    """All categories."""

    @extend_schema(
        operation_id="categories_list",
        summary="All categories",
        responses=answers(CategoryListSerializer, 400),
    )
    def get(self, request: Request) -> Response:
        """The tree of categories as a list: each names its parent and comes after it.

        Those without products in them or below are left out.
        """
        Parameters.read(request.query_params)
        tree = Category.objects.as_tree()
        products = tree.sums(Product.objects.published().count_by_category())
        rows = [
            {
                "slug": category.slug,
                "name": category.name,
                "description": category.description,
                "parent": parent.slug if (parent := tree.parent(category)) else None,
                "products": products[category.pk],
            }
            for _, category in tree.walk()
            if products[category.pk]
        ]
        return Response(CategoryListSerializer({"results": rows}).data)
