"""Categories for the folders on a path, each by its name and its parent."""

from __future__ import annotations

from django.utils.text import slugify

from catalog.categories.paths import CategoryPaths
from catalog.imports.folder.names import digest, in_words
from catalog.models import Category


def ensure_category(names: tuple[str, ...]) -> Category:
    """The category of the innermost of these folders, made with its parents where there is none.

    names: outermost first. Raises ValueError where there is none.
    """
    slugs = {words: slugify(words) or digest(name)[:8] for name, words in _words(names)}
    path = [words for _name, words in _words(names)]
    category, _made = CategoryPaths().ensure(path, word_of=slugs.__getitem__)
    return category


def _words(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, in_words(name)[:120]) for name in names]
