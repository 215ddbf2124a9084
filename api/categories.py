"""The shelves of the shop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.parameters import Parameters
from api.schema import answers
from api.serializers import CategoryListSerializer
from api.views import PublicView
from catalog.models import Category


class CategoriesView(PublicView):
    """All categories."""

    @extend_schema(
        operation_id="categories_list",
        summary="All categories",
        responses=answers(CategoryListSerializer, 400),
    )
    def get(self, request: Request) -> Response:
        """The tree of categories as a list: each names its parent and comes after it."""
        Parameters.read(request.query_params)
        published = Count("products", filter=Q(products__is_published=True))
        children: dict[int | None, list[Any]] = defaultdict(list)
        for category in Category.objects.annotate(own=published).order_by("position", "name", "pk"):
            children[category.parent_id].append(category)
        rows = [row for root in children[None] for row in _branch(root, None, children)]
        return Response(CategoryListSerializer({"results": rows}).data)


def _branch(
    category: Any, parent: str | None, children: dict[int | None, list[Any]]
) -> Iterator[dict[str, Any]]:
    """A category and all below it, top first, each with the products of its whole branch."""
    below = [
        row for child in children[category.pk] for row in _branch(child, category.slug, children)
    ]
    own_children = (row for row in below if row["parent"] == category.slug)
    yield {
        "slug": category.slug,
        "name": category.name,
        "description": category.description,
        "parent": parent,
        "products": category.own + sum(row["products"] for row in own_children),
    }
    yield from below
