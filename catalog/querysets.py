"""How the catalogue is asked: categories with their branches, products that shoppers may see."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import F, Func, Value

from catalog.product_cards import ProductCard, read_cards
from catalog.text_search import ProductSearchQuery
from infra.prepared import fetch_prepared

if TYPE_CHECKING:
    from catalog.models import Category


def subtree_of(category: Category) -> str:
    """The ids of a category and of everything below it, as PostgreSQL writes an array."""
    # UNION drops what was there before, so a ring that somehow came to be ends the walk.
    ((branch,),) = fetch_prepared(
        """
        WITH RECURSIVE branch (id) AS (
            SELECT %s::bigint
            UNION
            SELECT child.id FROM catalog_category child JOIN branch ON child.parent_id = branch.id
        )
        SELECT array_agg(id)::text FROM branch
        """,
        (category.pk,),
    )
    return str(branch)


class CategoryQuerySet(models.QuerySet["Category"]):
    def with_descendants(self, category: Category) -> list[int]:
        """The ids of a category and of everything below it, in one query."""
        return [int(pk) for pk in subtree_of(category)[1:-1].split(",")]


class ProductQuerySet(models.QuerySet["Product"]):  # type: ignore[name-defined]
    def published(self) -> ProductQuerySet:
        """Products that shoppers may see."""
        return self.filter(is_published=True)

    def in_stock(self) -> ProductQuerySet:
        return self.filter(stock__gt=0)

    def in_category(self, category: Category) -> ProductQuerySet:
        """Products of a category or of any category below it."""
        return self.in_subtree(subtree_of(category))

    def in_subtree(self, branch: str) -> ProductQuerySet:
        """Products of the categories that `subtree_of` has found."""
        # One array, as PostgreSQL wrote it: the ORM would quote a thousand of them one by one.
        return self.filter(
            Func(
                F("category_id"),
                Value(branch, output_field=models.TextField()),
                template="(%(expressions)s::bigint[]))",
                arg_joiner=" = ANY(",
                output_field=models.BooleanField(),
            )
        )

    def priced(
        self, *, at_least: Decimal | None = None, at_most: Decimal | None = None
    ) -> ProductQuerySet:
        found = self
        if at_least is not None:
            found = found.filter(price__gte=at_least)
        if at_most is not None:
            found = found.filter(price__lte=at_most)
        return found

    def with_attribute(self, name: str, value: str) -> ProductQuerySet:
        """Products with an attribute of this value, alone or among several; upper case counts."""
        return self.filter(
            models.Q(attributes__contains={name: value})
            | models.Q(attributes__contains={name: [value]})
        )

    def matching(self, text: str) -> ProductQuerySet:
        """Full-text search, best first; an empty query finds nothing."""
        if not text.strip():
            return self.none()
        query = ProductSearchQuery(text)
        return (
            self.filter(search=query)
            .annotate(rank=SearchRank(F("search"), query))
            .order_by("-rank", "pk")
        )

    def newest(self) -> ProductQuerySet:
        return self.order_by("-created_at", "-pk")

    def cards(self) -> list[ProductCard]:
        """What lists show of these products, in their order: two statements, however many."""
        return read_cards(list(self.values_list("pk", flat=True)))

    def with_pictures(self) -> ProductQuerySet:
        """With category and pictures, for lists that also need the model, as the admin's does."""
        return (
            self.defer("search", "description", "attributes")
            .select_related("category")
            .prefetch_related("images")
        )

    def for_detail(self) -> ProductQuerySet:
        return self.defer("search").select_related("category__parent").prefetch_related("images")


class ProductImageQuerySet(models.QuerySet["ProductImage"]):  # type: ignore[name-defined]
    def of_published(self) -> ProductImageQuerySet:
        return self.filter(product__is_published=True)
