"""How the catalogue is asked: categories as a tree, products that shoppers may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.timezone import localdate

from catalog.categories.condition import stands_in
from catalog.categories.tree import CategoryTree, subtree_of
from catalog.product_cards import ProductCard, read_cards
from catalog.product_ordering import ProductOrdering
from catalog.products.first_of_family import first_found_of_each_family, first_of_each_family
from catalog.search.finding import WordSearch, understand
from catalog.search.relevance import relevance
from catalog.translations.reading import put_into_words, wanted_language

if TYPE_CHECKING:
    from catalog.models import Category, Product


# The order in which shoppers meet categories that stand in the same one.
_SHOP_ORDER = ("position", "sort_name", "pk")
_LONG_COLUMNS = ("description", "search", "attributes", "translations")


def long_columns(*products: str) -> list[str]:
    """The columns of products that no list shows, to be deferred; products: ways to them."""
    return [f"{way}__{column}" for way in products for column in _LONG_COLUMNS]


class CategoryQuerySet(models.QuerySet["Category"]):
    def as_tree(self) -> CategoryTree:
        """All of them as the tree that they are, in one query, named in the reader's language.

        Each with `has_products`: whether shoppers find some directly in it.
        """
        from catalog.models import Product

        some = Product.objects.published().filter(category=models.OuterRef("pk"))
        with_products = self.annotate(**{"has_products": models.Exists(some)})
        categories = list(with_products.order_by(*_SHOP_ORDER))
        for category in categories if wanted_language() else ():
            put_into_words(category)
        return CategoryTree(categories)


class ProductQuerySet(models.QuerySet["Product"]):
    def published(self) -> ProductQuerySet:
        """Products that shoppers may see."""
        return self.filter(is_published=True)

    def in_stock(self) -> ProductQuerySet:
        return self.filter(stock__gt=0)

    def in_category(self, category: Category) -> ProductQuerySet:
        """Products of a category or of any category below it."""
        return self.in_subtree(subtree_of(category.pk))

    def in_subtree(self, subtree: str) -> ProductQuerySet:
        """Products of the categories whose ids are given as PostgreSQL writes an array."""
        return self.filter(stands_in(subtree))

    def matching(self, text: str) -> ProductQuerySet:
        """Search by words, best first; nothing typed finds nothing.

        Read at once, in a few short statements, so that near misses find something as well.
        """
        return self.found_by(understand(text))

    def found_by(self, search: WordSearch, *, on: date | None = None) -> ProductQuerySet:
        """Those that a search by words finds, best first: `rank` is what they are sorted by.

        on: as of this day, for what is new counts more; today by default.
        """
        if not search.written:
            return self.annotate(rank=models.Value(0.0)).none()
        return (
            self.filter(search=search.query)
            .annotate(rank=relevance(search.query, search.words, on=on or localdate()))
            .order_by("-rank", "pk")
        )

    def sorted_by(self, ordering: ProductOrdering) -> ProductQuerySet:
        return self.order_by(*ordering.columns)

    def one_per_family(self, ordering: ProductOrdering | None) -> ProductQuerySet:
        """Sorted, and of each family only what comes first; None: as a search has ranked them."""
        if ordering is None:
            return first_found_of_each_family(self)
        return first_of_each_family(self, ordering)

    def newest(self) -> ProductQuerySet:
        return self.sorted_by(ProductOrdering.NEWEST)

    def family_of(self, product: Product) -> ProductQuerySet:
        """The published variants of one design by name, the product among them; none without."""
        if not product.family:
            return self.none()
        return self.published().filter(family=product.family).sorted_by(ProductOrdering.NAME)

    def count_by_category(self) -> dict[int, int]:
        """How many stand in each category itself, by its id; those without any are left out."""
        counted = self.order_by().values_list("category_id").annotate(models.Count("pk"))
        return dict(counted)

    def count_by_brand(self) -> dict[str, int]:
        """How many there are of each brand, by name; those without one are left out."""
        named = self.order_by("brand").exclude(brand="").values_list("brand")
        return dict(named.annotate(models.Count("pk")))

    def cards(self) -> list[ProductCard]:
        """What lists show of these products, in their order: two statements, however many."""
        return read_cards(list(self.values_list("pk", flat=True)))

    def with_pictures(self) -> ProductQuerySet:
        """With category and pictures, for lists that also need the model, as the admin's does."""
        return self.defer(*_LONG_COLUMNS).select_related("category").prefetch_related("images")

    def for_detail(self) -> ProductQuerySet:
        return self.defer("search").select_related("category__parent").prefetch_related("images")
