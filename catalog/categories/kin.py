"""Which categories hold the same kind of thing as one, and which a kindred one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from infra.prepared import fetch_prepared


@dataclass(frozen=True)
class Kin:
    """The relatives of a category, by their ids."""

    same: frozenset[int]
    """The category itself and everything below it."""
    siblings: frozenset[int]
    """Its parent, and what stands below that beside it; none for a department."""


def read_kin(category_ids: Collection[int]) -> dict[int, Kin]:
    """The relatives of each of these categories, in one short statement.

    One that does not exist any more has none but itself.
    """
    # UNION drops what was there before, so a ring that somehow came to be ends the walk. OFFSET 0
    # has children looked up by the index: a join reads the whole table at each step.
    rows = fetch_prepared(
        """
        WITH RECURSIVE asked (id, parent_id) AS (
            SELECT id, parent_id FROM catalog_category WHERE id = ANY(%s::bigint[])
        ),
        below (asked, own, id) AS (
            SELECT asked, own, id FROM (
                SELECT id, true, id FROM asked
                UNION SELECT id, false, parent_id FROM asked WHERE parent_id IS NOT NULL
            ) start (asked, own, id)
            UNION
            SELECT below.asked, below.own, child.id
            FROM below CROSS JOIN LATERAL (
                SELECT id FROM catalog_category WHERE parent_id = below.id OFFSET 0
            ) child
        )
        SELECT asked, own, array_agg(id) FROM below GROUP BY asked, own
        """,
        (list(category_ids),),
    )
    found = {(asked, own): frozenset(ids) for asked, own, ids in rows}
    return {
        category: Kin(
            same := found.get((category, True), frozenset((category,))),
            found.get((category, False), frozenset()) - same,
        )
        for category in category_ids
    }
