"""Whether the read replicas answer, and how far behind the primary they are."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from infra.replicas.aliases import replica_aliases
from infra.replicas.standing import Standing
from infra.replicas.watch import watch
from monitoring.checks.outcome import Check, Result

_FIRST_LOOK_SECONDS = 2.0


def replica_checks() -> dict[str, Check]:
    """The check, in a shop that has replicas."""
    return {"replicas": check_replicas} if replica_aliases() else {}


def check_replicas() -> Result:
    """`usable`: how many may answer; `lag_seconds`: of each, None where nobody knows."""
    view = watch.get().view(wait=_FIRST_LOOK_SECONDS)
    messages = [_told_of(each) for each in view.replicas if each.problem]
    if not view.primary_answers:
        messages.append(_("the primary is away: pages are read from replicas, nothing is saved"))
    found: Result = {
        "ok": not messages,
        "usable": len(view.usable),
        "lag_seconds": {each.alias: _seconds(each) for each in view.replicas},
    }
    return found | {"message": "; ".join(messages)} if messages else found


def _told_of(replica: Standing) -> str:
    problem = replica.problem
    return f"{replica.alias} {problem.label if problem else ''}"


def _seconds(replica: Standing) -> float | None:
    return round(replica.lag, 1) if math.isfinite(replica.lag) else None
