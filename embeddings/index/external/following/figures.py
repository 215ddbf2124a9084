"""How engines are: for checks, metrics and the console; from rows, without asking an engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from embeddings.index.external.following.models import FollowedSpace, SearchEngine


@dataclass(frozen=True, kw_only=True)
class SpaceFigures:
    """A space in an engine."""

    name: str
    is_full: bool
    waiting: int
    """Changes that it has not got yet."""
    waiting_since: datetime | None
    found: dict[str, int]
    """What the last whole comparison with PostgreSQL found, by kind."""
    compared_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EngineFigures:
    """An engine that is followed, or answers."""

    name: str
    state: str
    troubles: tuple[str, ...]
    looked_at: datetime | None
    spaces: tuple[SpaceFigures, ...]


def read_engines() -> list[EngineFigures]:
    """Every engine that has a row; a statement, and one more where there are any."""
    engines = list(SearchEngine.objects.all())
    spaces: dict[int, list[SpaceFigures]] = {engine.pk: [] for engine in engines}
    if engines:
        for engine_id, figures in _read_spaces():
            spaces[engine_id].append(figures)
    return [
        EngineFigures(
            name=engine.name,
            state=engine.state,
            troubles=tuple(engine.troubles.splitlines()),
            looked_at=engine.looked_at,
            spaces=tuple(spaces[engine.pk]),
        )
        for engine in engines
    ]


def _read_spaces() -> Iterator[tuple[int, SpaceFigures]]:
    waiting = Q(changes__applied_at=None)
    rows = FollowedSpace.objects.annotate(
        waiting=Count("changes", filter=waiting),
        waiting_since=Min("changes__changed_at", filter=waiting),
    )
    facts = ("space__name", "filled_at", "found_before", "compared_at")
    for engine_id, name, filled_at, found, compared_at, count, since in rows.values_list(
        "engine_id", *facts, "waiting", "waiting_since"
    ):
        yield (
            engine_id,
            SpaceFigures(
                name=name,
                is_full=filled_at is not None,
                waiting=count,
                waiting_since=since,
                found=found,
                compared_at=compared_at,
            ),
        )
