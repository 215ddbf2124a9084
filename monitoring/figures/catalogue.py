"""Products that shoppers cannot see, or see without a picture, and categories without any."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from catalog.models import Category, Product
from catalog.querysets import CategoryQuerySet
from monitoring.figures.counted import Count, count_small, count_up_to, estimate
from monitoring.figures.rows import unpublished, without_pictures
from monitoring.models import Sample
from monitoring.series.samples import latest_sample


@dataclass(frozen=True, kw_only=True)
class CatalogueFigures:
    """None where nobody has counted yet: a large shop without a worker."""

    products: Count | None
    unpublished: Count | None
    without_pictures: Count | None
    empty_categories: Count
    """Every product has a category; these have no product, and no category below them."""

    @property
    def is_empty(self) -> bool:
        """Whether it is the shop of somebody who has just begun."""
        return self.products is not None and not self.products.number


def read_catalogue() -> CatalogueFigures:
    """Counted now in a shop of up to SMALL products, else as the last sample has it."""
    empty = count_up_to(_empty_categories())
    if (products := count_small(Product.objects.all())) is not None:
        return CatalogueFigures(
            products=products,
            unpublished=Count(number=unpublished().count()),
            without_pictures=Count(number=without_pictures().count()),
            empty_categories=empty,
        )
    sample = latest_sample()
    return CatalogueFigures(
        products=_sampled(sample, "products") or estimate(Product),
        unpublished=_sampled(sample, "unpublished"),
        without_pictures=_sampled(sample, "without_pictures"),
        empty_categories=empty,
    )


def _sampled(sample: Sample | None, name: str) -> Count | None:
    number = getattr(sample, name, None)
    return Count(number=number, counted_at=sample.at) if sample and number is not None else None


def _empty_categories() -> CategoryQuerySet:
    within = Category.objects.filter(parent=OuterRef("pk"))
    products = Product.objects.filter(category=OuterRef("pk"))
    return Category.objects.exclude(Exists(within)).exclude(Exists(products))
