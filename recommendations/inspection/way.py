"""How a product came to its place: where it stood after each stage, and what it gained there."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.candidate import Candidate
from recommendations.inspection.trace import Stage, Trace


@dataclass(frozen=True, kw_only=True)
class Step:
    """A stage that changed where a product stands."""

    stage: Stage
    before: int | None
    """Its place until then, from 1; None: it was not there."""
    after: int


def way_of(candidate: Candidate, trace: Trace) -> list[Step]:
    """The stages that moved it, in their order, beginning with where the index found it."""
    places = trace.places(candidate.product_id)
    steps: list[Step] = []
    before: int | None = None
    for stage in Stage:
        after = places.get(stage)
        if after is not None and after != before:
            steps.append(Step(stage=stage, before=before, after=after))
            before = after
    return steps
