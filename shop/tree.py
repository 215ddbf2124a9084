"""All shelves of the shop in one query: for the navigation, breadcrumbs and sub-categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.category_covers import find_covers
from catalog.models import Category
from catalog.product_cards import CardPicture


@dataclass(frozen=True)
class Shelf:
    """A category with the picture that stands for it."""

    category: Category
    picture: CardPicture


class CategoryTree:
    """The categories of the shop, in the order in which shoppers meet them."""

    def __init__(self) -> None:
        self._by_id = {category.pk: category for category in Category.objects.all()}
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

        One query, whose work grows with what is shown, not with the shop.
        """
        subtrees = [[each.pk for _, each in self.walk(category)] for category in categories]
        return [Shelf(categories[n], picture) for n, picture in find_covers(subtrees).items()]

    def stocked_shelves(self, *, limit: int) -> list[Shelf]:
        """The first categories that hold products themselves, not only below them; one query."""
        categories = [category for _, category in self.walk()]
        covers = find_covers([[category.pk] for category in categories], limit=limit)
        return [Shelf(categories[n], picture) for n, picture in covers.items()]
