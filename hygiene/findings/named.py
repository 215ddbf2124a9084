"""What evidence names by ids, such as categories, read for a whole page of findings at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count

from catalog.models import Category, Product, ProductImage, SetAside


@dataclass(frozen=True)
class Named:
    """What the evidence of one finding names, or of many; what is gone by now is left out."""

    products: Mapping[int, Product]
    """Voters, with their pictures."""
    categories: Mapping[int, str]
    """The names of those that a product stands in, and is proposed for."""
    groups: Mapping[str, int]
    """How many products show the pictures of a group of fillers."""

    @classmethod
    def by(cls, evidence: Iterable[Mapping[str, Any]]) -> Self:
        """Four statements at most; none for what no evidence names."""
        evidence = list(evidence)
        voted = [each for each in evidence if "voters" in each]
        voters = {pk for each in voted for pk in each["voters"]}
        categories = {each[side] for each in voted for side in ("category", "proposed")}
        groups = {each["group"] for each in evidence if "group" in each}
        fillers = ProductImage.objects.filter(set_aside=SetAside.FILLER, set_aside_group__in=groups)
        shown = fillers.order_by().values_list("set_aside_group")
        return cls(
            {each.pk: each for each in Product.objects.filter(pk__in=voters).with_pictures()},
            dict(Category.objects.filter(pk__in=categories).values_list("pk", "name")),
            dict(shown.annotate(Count("product", distinct=True))),
        )
