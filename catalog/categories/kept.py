"""The tree of categories that pages share: kept in memory, and read anew once it has changed.

Every page has a menu. With 1,111 categories the whole tree takes 40 ms of processor time to read
and one short statement 3 ms to compare, so each process keeps it, and does not even compare it
within VITRINE_MENU_SECONDS.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from catalog.categories.tree import CategoryTree
from catalog.conf import conf
from catalog.models import Category
from catalog.translations.reading import wanted_language
from infra.prepared import fetch_prepared
from infra.process_state import PerProcess


@dataclass(frozen=True)
class _Kept:
    """The tree in one language, of one version of the table."""

    tree: CategoryTree
    version: str
    until: float
    """Nobody asks before then whether it has changed: time.monotonic()."""


_kept = PerProcess[dict[str, _Kept]](dict)


def kept_tree(*, newest: bool = False) -> CategoryTree:
    """`as_tree` in the reader's language, to be read by many at once and changed by nobody.

    As it was at most VITRINE_MENU_SECONDS ago, for menus and lists; newest: as it is now.
    """
    language, now = wanted_language(), time.monotonic()
    known = _kept.get()
    kept = known.get(language)
    if kept is not None and now < kept.until and not newest:
        return kept.tree
    version = _version()  # first: what changes meanwhile is found to be another one the next time
    if kept is None or kept.version != version:
        kept = _Kept(Category.objects.as_tree(), version, now)
        kept.tree.version = version
    known[language] = replace(kept, until=now + conf.MENU_SECONDS)
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
