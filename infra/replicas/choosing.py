"""Which replicas answer a request."""

from __future__ import annotations

import random

from infra.replicas.watch import watch


def primary_answers() -> bool:
    """Whether the primary answered when it was last asked, a second ago or so."""
    return watch.get().view().primary_answers


def replicas_for(*, written: int = 0) -> list[str]:
    """Aliases of the replicas that may answer, each time in another order; none: ask the primary.

    `written` is how far the log went when the visitor last changed something: a replica that has
    not got there would show it as it was. While the primary is away that is better than nothing.
    """
    view = watch.get().view()
    fresh = [each.alias for each in view.usable if each.lsn >= written or not view.primary_answers]
    return random.sample(fresh, len(fresh))
