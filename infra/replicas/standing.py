"""Which servers may answer, by what they said in one second."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from infra.replicas.conf import conf
from infra.replicas.lag import PrimaryHistory
from infra.replicas.position import Position


class Problem(TextChoices):
    """Why a replica answers nobody."""

    UNKNOWN = "unknown", _("has not been asked yet")
    AWAY = "away", _("does not answer")
    FOREIGN = "foreign", _("is no copy of the primary's data")
    PROMOTED = "promoted", _("takes changes of its own beside the primary")
    BEHIND = "behind", _("is too far behind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One replica, as it was found."""

    alias: str
    problem: Problem | None = None
    lag: float = math.inf
    """Seconds behind the primary, at most."""
    lsn: int = 0
    """What it has replayed, as `Position.lsn` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All servers, as they were found in one second."""

    seen_at: float
    """By `time.monotonic`."""
    primary_answers: bool
    replicas: tuple[Standing, ...]

    @property
    def usable(self) -> list[Standing]:
        """The replicas that may answer."""
        return [each for each in self.replicas if each.problem is None]


def judge(positions: Mapping[str, Position | None], history: PrimaryHistory, *, now: float) -> View:
    """Judge the answers of one round, by alias; None is who did not answer."""
    primary = positions.get(DEFAULT_DB_ALIAS)
    if primary is not None:
        history.add(primary)
    replicas = (
        _stand(alias, position, primary, history)
        for alias, position in positions.items()
        if alias != DEFAULT_DB_ALIAS
    )
    return View(seen_at=now, primary_answers=primary is not None, replicas=tuple(replicas))


def _stand(
    alias: str, copy: Position | None, primary: Position | None, history: PrimaryHistory
) -> Standing:
    if copy is None:
        return Standing(alias=alias, problem=Problem.AWAY)
    known = history.latest
    if known is None:  # the primary has been away since this process began: all that there is
        return Standing(alias=alias, lsn=copy.lsn)
    problem, lag = None, history.lag_of(copy)
    if copy.cluster != known.cluster:
        problem = Problem.FOREIGN
    elif not copy.follows and primary is not None and copy.started != primary.started:
        problem = Problem.PROMOTED
    elif copy.follows and lag > conf.REPLICA_MAX_LAG:
        problem = Problem.BEHIND
    return Standing(alias=alias, problem=problem, lag=lag, lsn=copy.lsn)
