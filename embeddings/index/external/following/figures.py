"""How engines are: for checks, metrics and the console; from rows, without asking an engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q

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
    for followed in _followed() if engines else ():
        spaces[followed.engine_id].append(
            SpaceFigures(
                name=followed.space_name,
                is_full=followed.filled_at is not None,
                waiting=followed.waiting,
                waiting_since=followed.waiting_since,
                found=followed.found_before,
                compared_at=followed.compared_at,
            )
        )
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


def _followed() -> list[FollowedSpace]:
    waiting = Q(changes__applied_at=None)
    return list(
        FollowedSpace.objects.annotate(
            space_name=F("space__name"),
            waiting=Count("changes", filter=waiting),
            waiting_since=Min("changes__changed_at", filter=waiting),
        )
    )
