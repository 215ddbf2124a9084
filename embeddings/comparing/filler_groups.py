"""The fillers of a shop, each with the products that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from catalog.models import Compare, ProductImage, SetAside


def filler_groups() -> QuerySet[Any]:
    """A dict for each: group, pictures, products, categories; let_in and taken_out by staff.

    Those that most products share come first.
    """
    groups: QuerySet[Any] = (
        ProductImage.objects.filter(set_aside=SetAside.FILLER)
        .order_by()
        .values(group=F("set_aside_group"))
        .annotate(
            pictures=Count("pk"),
            products=Count("product", distinct=True),
            categories=Count("product__category", distinct=True),
            let_in=Count("pk", filter=Q(compare=Compare.ALWAYS)),
            taken_out=Count("pk", filter=Q(compare=Compare.NEVER)),
        )
        .order_by("-products", "group")
    )
    return groups


def examples_of(groups: Collection[str], *, most: int) -> dict[str, list[ProductImage]]:
    """The first pictures of each group with their products, at most so many of each."""
    place = Window(RowNumber(), partition_by=F("set_aside_group"), order_by=F("pk").asc())
    found = (
        ProductImage.objects.filter(set_aside=SetAside.FILLER, set_aside_group__in=groups)
        .annotate(place=place)
        .filter(place__lte=most)
        .select_related("product__category")
        .defer("product__search", "product__description", "product__attributes")
        .order_by("set_aside_group", "pk")
    )
    examples: dict[str, list[ProductImage]] = defaultdict(list)
    for image in found:
        examples[image.set_aside_group].append(image)
    return examples
