"""The tree of categories that pages share: kept in memory, and read anew once it has changed.

Every page has a menu. With 1,111 categories the whole tree takes 40 ms of processor time to read.
So each process keeps it for as long as the catalogue is in the same state, and longer where what
has changed is nothing that a tree shows, such as a stock.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog.categories.tree import CategoryTree
from catalog.models import Category
from catalog.state.reading import catalogue_state
from catalog.translations.reading import wanted_language
from infra.prepared import fetch_prepared
from infra.process_state import PerProcess


@dataclass(frozen=True)
class _Kept:
    """The tree in one language, and of what it is."""

    tree: CategoryTree
    version: str
    """Of the categories."""
    state: str
    """Of the whole catalogue, in which they were last compared."""


_kept = PerProcess[dict[str, _Kept]](dict)


def kept_tree() -> CategoryTree:
    """`as_tree` in the reader's language, to be read by many at once and changed by nobody.

    Never stale. One short statement; one of 3 ms besides where the catalogue has changed since.
    """
    language, known = wanted_language(), _kept.get()
    # Both before the tree: what changes meanwhile is found to be another one the next time.
    state = catalogue_state().products
    kept = known.get(language)
    if kept is None or kept.state != state:
        version = _version()
        if kept is None or kept.version != version:
            tree = Category.objects.as_tree()
            tree.version = version
        else:
            tree = kept.tree
        kept = known[language] = _Kept(tree, version, state)
    return kept.tree


def _version() -> str:
    """Another one for each change of a category, and of which hold products for shoppers.

    `xmin` is the transaction that wrote a row, `ctid` where it stands in the table.
    """
    ((version,),) = fetch_prepared(
        """
        SELECT concat(count(*), ' ', sum(hashtextextended(
            concat_ws(' ', category.id, category.xmin, category.ctid, EXISTS (
                SELECT FROM catalog_product WHERE category_id = category.id AND is_published
            )), 0
        )))
        FROM catalog_category category
        """,
        (),
    )
    return str(version)
