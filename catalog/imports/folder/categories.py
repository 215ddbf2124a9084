"""Categories for the folders on a path, each by its name and its parent."""

from __future__ import annotations

from itertools import count

from django.utils.text import slugify

from catalog.imports.folder.names import digest, in_words
from catalog.models import Category

MAX_SLUG_LENGTH = 120


def ensure_category(names: tuple[str, ...]) -> Category:
    """The category of the innermost of these folders, made with its parents where there is none.

    names: outermost first. Raises ValueError where there is none.
    """
    parent: Category | None = None
    for name in names:
        words = in_words(name)[:120]
        # Not by slug: C, C++ and C# have one slug between them, and so have two words in Cyrillic.
        found = Category.objects.filter(parent=parent, name=words).order_by("pk").first()
        parent = found or Category.objects.create(
            name=words, parent=parent, slug=_free_slug(name, words, parent)
        )
    if parent is None:
        raise ValueError("a product lies in a folder, and none is named")
    return parent


def _free_slug(name: str, words: str, parent: Category | None) -> str:
    own = slugify(words) or digest(name)[:8]
    slug = f"{parent.slug}-{own}" if parent else own
    slug = slug[-MAX_SLUG_LENGTH + 6 :].strip("-")  # leaves room for a number
    taken = set(Category.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(each for each in candidates if each not in taken)
