"""All shelves of the shop in one query: for the navigation, breadcrumbs and sub-categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.models import Category, ProductImage


@dataclass(frozen=True)
class Shelf:
    """A category with the picture that stands for it."""

    category: Category
    picture: ProductImage


class CategoryTree:
    """The categories of the shop, in the order in which shoppers meet them."""

    def __init__(self, *, with_covers: bool = False) -> None:
        found = Category.objects.with_cover() if with_covers else Category.objects.all()
        self._by_id = {category.pk: category for category in found}
        self._children: dict[int | None, list[Category]] = defaultdict(list)
        for category in self._by_id.values():
            self._children[category.parent_id].append(category)

    @property
    def roots(self) -> list[Category]:
        """The departments: categories that stand in no other."""
        return self._children[None]

    def find(self, slug: str) -> Category | None:
        return next((each for each in self._by_id.values() if each.slug == slug), None)

    def children(self, category: Category) -> list[Category]:
        return self._children[category.pk]

    def path_to(self, category: Category) -> list[Category]:
        """The categories that a category stands in, the department first."""
        path: list[Category] = []
        parent = self._by_id.get(category.parent_id or 0)
        while parent is not None and parent not in path:  # a loop of parents must not hang a page
            path.insert(0, parent)
            parent = self._by_id.get(parent.parent_id or 0)
        return path

    def walk(
        self, category: Category | None = None, *, depth: int = 0
    ) -> Iterator[tuple[int, Category]]:
        """A category and everything below it (None: all), each with how deep it stands."""
        if category is not None:
            yield depth, category
            depth += 1
        if depth > len(self._by_id):
            return
        for child in self._children[category.pk if category else None]:
            yield from self.walk(child, depth=depth)

    def ids_within(self, category: Category) -> list[int]:
        """The ids of a category and of everything below it."""
        return list({each.pk for _, each in self.walk(category)})

    def shelves(self, categories: list[Category]) -> list[Shelf]:
        """Categories with a picture each, own or from below; those without products are left out.

        Needs a tree made with covers; one query.
        """
        covers = {category.pk: self._cover_id(category) for category in categories}
        pictures = ProductImage.objects.select_related("product").in_bulk(
            [cover for cover in covers.values() if cover]
        )
        return [
            Shelf(category, pictures[covers[category.pk]])
            for category in categories
            if covers[category.pk] in pictures
        ]

    def stocked(self) -> list[Category]:
        """The categories that hold products themselves, not only through others."""
        return [each for _, each in self.walk() if getattr(each, "cover_id", None)]

    def _cover_id(self, category: Category) -> int:
        covers = (getattr(each, "cover_id", None) for _, each in self.walk(category))
        return next((cover for cover in covers if cover), 0)
