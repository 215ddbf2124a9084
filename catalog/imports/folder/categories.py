"""Categories for the folders on a path, each by its name and its parent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.text import slugify

from catalog.categories.paths import CategoryPaths
from catalog.imports.folder.names import digest, in_words
from catalog.models import Category

Folders = tuple[str, ...]
"""The names of folders in each other, outermost first."""


def name_categories(paths: Iterable[Folders]) -> dict[Folders, Folders]:
    """What the categories of these folders are called, and those above them.

    Where two folders side by side differ in signs alone, each keeps its own: Herren-Schuhe and
    Herren Schuhe, C and C--.
    """
    folders = dict.fromkeys(path[:end] for path in paths for end in range(1, len(path) + 1))
    written = {(path[:-1], in_words(path[-1], with_signs=True)) for path in folders}
    alike = Counter((above, in_words(name)) for above, name in written)
    return {
        path: tuple(
            in_words(name, with_signs=alike[path[:place], in_words(name)] > 1)[:120]
            for place, name in enumerate(path)
        )
        for path in folders
    }


def ensure_category(folders: Folders, names: Folders) -> Category:
    """The category of the innermost of these folders, made with its parents where there is none.

    names: what the categories are called. Raises ValueError where there is none.
    """
    slugs = {
        name: slugify(name) or digest(folder)[:8]
        for folder, name in zip(folders, names, strict=True)
    }
    category, _made = CategoryPaths().ensure(names, word_of=slugs.__getitem__)
    return category
