"""Categories by the names on the way to them, and made where there are none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from itertools import count
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.text import slugify

from infra.prepared import fetch_prepared

if TYPE_CHECKING:
    from catalog.models import Category

MAX_SLUG_LENGTH = 120
BETWEEN = " > "
"""Between the names of a path where people read it."""


class CategoryPaths:
    """All categories of the shop by name and parent, in memory: tens to thousands.

    Read by one statement, once they are asked for: 3,000 take 35 ms. Not by slug: C, C++ and C#
    have one slug between them, and so have two words in Cyrillic.
    """

    @cached_property
    def _by_id(self) -> dict[int, Category]:
        """In the order in which they were made."""
        from catalog.models import Category

        return {each.pk: each for each in Category.objects.order_by("pk")}

    @cached_property
    def _by_name(self) -> dict[tuple[int | None, str], Category]:
        # Of those that are named alike at one place, the first.
        named = reversed(self._by_id.values())
        return {(each.parent_id, _as_seen(each.name)): each for each in named}

    @cached_property
    def _slugs(self) -> set[str]:
        return {each.slug for each in self._by_id.values()}

    def find(self, names: Sequence[str]) -> Category | None:
        """The innermost of these, outermost first; None where one of them is not there."""
        found: Category | None = None
        for name in names:
            found = self._by_name.get((found.pk if found else None, _as_seen(name)))
            if found is None:
                return None
        return found

    def ensure(
        self, names: Sequence[str], *, word_of: Callable[[str], str] = slugify
    ) -> tuple[Category, list[Category]]:
        """The same, made with its parents where there is none: (it, those that were made).

        word_of: what a new slug says for a name. Raises ValueError where no name is given.
        """
        from catalog.models import Category

        parent: Category | None = None
        made: list[Category] = []
        for name in names:
            key = (parent.pk if parent else None, _as_seen(name))
            found = self._by_name.get(key)
            if found is None:
                slug = self._free_slug(word_of(name), parent)
                found = Category.objects.create(name=name, parent=parent, slug=slug)
                made.append(found)
                self._by_id[found.pk] = self._by_name[key] = found
                self._slugs.add(slug)
            parent = found
        if parent is None:
            raise ValueError("a category has a name")
        return parent, made

    def path_of(self, category_id: int) -> list[str]:
        """The names on the way to a category, outermost first, its own the last."""
        names: list[str] = []
        met: set[int] = set()
        each = self._by_id.get(category_id)
        while each is not None and each.pk not in met:
            met.add(each.pk)
            names.append(each.name)
            each = self._by_id.get(each.parent_id or 0)
        return names[::-1]

    def _free_slug(self, word: str, parent: Category | None) -> str:
        from catalog.addresses.free import old_slugs
        from catalog.models import Category

        own = word or "category"
        slug = f"{parent.slug}-{own}" if parent else own
        slug = slug[-MAX_SLUG_LENGTH + 6 :].strip("-")  # leaves room for a number
        self._slugs |= old_slugs(Category, starting=slug)
        candidates = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        return next(each for each in candidates if each not in self._slugs)


def read_paths(category_ids: Collection[int]) -> dict[int, str]:
    """The path of each of these as people read it, such as Home > Lamps; one short statement.

    For who shows a few of many: a list's page, an answer of a search, what is chosen in a form.
    """
    found = read_ways(category_ids)
    return {pk: BETWEEN.join(name for _, name in way) for pk, way in found.items()}


def read_ways(category_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """The ids and names on the way to each of these, outermost first, its own the last."""
    if not category_ids:
        return {}
    # A ring that somehow came to be ends after 40 steps.
    rows = fetch_prepared(
        """
        WITH RECURSIVE above (asked, id, parent_id, name, height) AS (
            SELECT id, id, parent_id, name, 0 FROM catalog_category WHERE id = ANY(%s::bigint[])
            UNION
            SELECT above.asked, parent.id, parent.parent_id, parent.name, above.height + 1
            FROM above JOIN catalog_category parent ON parent.id = above.parent_id
            WHERE above.height < 40
        )
        SELECT asked, array_agg(id ORDER BY height DESC), array_agg(name ORDER BY height DESC)
        FROM above GROUP BY asked
        """,
        (list(set(category_ids)),),
    )
    return {asked: list(zip(ids, names, strict=True)) for asked, ids, names in rows}


def _as_seen(name: str) -> str:
    """Blanks of all kinds are one, and so are the two ways of writing ü."""
    return unicodedata.normalize("NFC", " ".join(name.split()))
