"""The products and categories that evidence names by their ids, read for a whole page at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from catalog.models import Category, Product


@dataclass(frozen=True)
class Named:
    """What the evidence of one finding names, or of many; what is gone by now is left out."""

    products: Mapping[int, Product]
    """Voters, with their pictures."""
    categories: Mapping[int, str]
    """The names of those that a product stands in, and is proposed for."""

    @classmethod
    def by(cls, evidence: Iterable[Mapping[str, Any]]) -> Self:
        """Three statements; none for kinds whose evidence has no voters."""
        voted = [each for each in evidence if "voters" in each]
        voters = {pk for each in voted for pk in each["voters"]}
        categories = {each[side] for each in voted for side in ("category", "proposed")}
        return cls(
            {each.pk: each for each in Product.objects.filter(pk__in=voters).with_pictures()},
            dict(Category.objects.filter(pk__in=categories).values_list("pk", "name")),
        )
