"""How the shards are, for whoever is on call."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from django.utils.translation import gettext as _

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.layout import Layout, open_coordinator, read_layout
from embeddings.index.fdw.maintenance.moving import MOVE_LOCK, plan_of
from embeddings.index.fdw.schema import foreign_table, space_table
from embeddings.index.fdw.visiting import CONNECT_SECONDS, WORK_SECONDS, addresses_of, visit

# A store has a second to say its troubles: half of it for the coordinator, half for all shards.
_LOOK_SECONDS = 0.45
_IS_MOVING = f"""
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
            AND (classid::bigint << 32) | objid::bigint = {MOVE_LOCK}
    )
"""


@dataclass(frozen=True, kw_only=True)
class ShardFigures:
    """A shard as `manage.py shards list` shows it."""

    name: str
    place: str
    """Host, port and database; nothing of the login."""
    buckets: int
    leaving: bool
    pictures: int | None
    """In all spaces; None where it does not answer."""
    trouble: str


def troubles() -> list[str]:
    """What is wrong now, a sentence each; raises StoreAwayError without a coordinator."""
    with open_coordinator(_LOOK_SECONDS) as coordinator:
        layout = read_layout(coordinator)
        addresses = addresses_of(coordinator, layout.shards)
        ((is_moving,),) = coordinator.execute(_IS_MOVING).fetchall()
    came = visit(
        addresses,
        lambda name, shard: shard.execute("SELECT 1"),
        connect=_LOOK_SECONDS,
        seconds=_LOOK_SECONDS,
    )
    said = [str(error) for error in came.failed.values()]
    if (layout.moving or layout.leaving) and not is_moving:
        said.append(_("A move of shards was broken off: `manage.py shards move` ends it."))
    if layout.lacking:
        said.append(
            _("Pictures of a lost shard are not all back yet: `manage.py shards move` sees to it.")
        )
    return said


def read_figures() -> tuple[Layout, list[ShardFigures]]:
    """Each shard, and what it says of itself; raises StoreAwayError without a coordinator."""
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        layout = read_layout(coordinator)
        addresses = addresses_of(coordinator, layout.shards)

    def count(name: str, shard: BoundedConnection) -> int:
        tables = [f"SELECT count(*) AS pictures FROM {space_table(each)}" for each in layout.spaces]
        if not tables:
            return 0
        union = " UNION ALL ".join(tables)
        ((pictures,),) = shard.execute(f"SELECT sum(pictures) FROM ({union}) counted").fetchall()
        return int(pictures)

    came = visit(addresses, count, connect=CONNECT_SECONDS, seconds=WORK_SECONDS)
    return layout, [
        ShardFigures(
            name=name,
            place=addresses[name].place,
            buckets=len(layout.buckets_of(name)),
            leaving=name in layout.leaving,
            pictures=came.done.get(name),
            trouble=str(came.failed.get(name, "")),
        )
        for name in layout.shards
    ]


def problems() -> list[str]:
    """What is wrong, looked at closely: by the coordinator's own way, and table by table."""
    said = troubles()
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        layout = read_layout(coordinator)
        addresses = addresses_of(coordinator, layout.shards)

    def look(name: str, shard: BoundedConnection) -> list[str]:
        found = []
        for space_id in layout.spaces:
            ((table,),) = shard.execute(
                "SELECT to_regclass(%s)", [space_table(space_id)]
            ).fetchall()
            if table is None:
                found.append(
                    _("The shard %(name)s has no table of space %(space)s.")
                    % {"name": name, "space": space_id}
                )
        return found + _ask_by_the_coordinator(layout, name)

    for found in visit(addresses, look).done.values():
        said += found
    if not said and not is_even(layout):
        said.append(_("The pictures are not spread evenly: `manage.py shards move` does it."))
    return said


def _ask_by_the_coordinator(layout: Layout, name: str) -> list[str]:
    """Whether the coordinator's host reaches the shard too, which ours does."""
    try:
        with open_coordinator(CONNECT_SECONDS) as coordinator:
            for space_id in [*layout.spaces][:1]:
                coordinator.execute(f"SELECT image_id FROM {foreign_table(space_id, name)} LIMIT 1")
    except (StoreAwayError, psycopg.Error) as error:
        why = str(error).splitlines()[0]
        return [
            _("The coordinator does not reach the shard %(name)s: %(why)s")
            % {"name": name, "why": why}
        ]
    return []


def is_even(layout: Layout) -> bool:
    """Whether the buckets are spread over the shards as they should be."""
    return not plan_of(layout)
