"""What each stage of one answer made of it, kept only for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from recommendations.candidate import Candidate
from recommendations.request.question import Question


class Stage(StrEnum):
    """Where on its way an answer can be looked at, in the order of the way; see pipeline.py."""

    NEAREST = "nearest"
    """As the index found them."""
    KINDS = "kinds"
    """Put in order among themselves, and the same kind brought forward."""
    SIMILAR = "similar"
    """Without what matches too little."""
    VARIED = "varied"
    """In an order in which each adds something."""
    RULES = "rules"
    """As the staff's rules have it."""
    FILLED = "filled"
    """With what came once filters were given up."""


@dataclass
class Trace:
    """The candidates after each stage; it is filled while the answer is made."""

    question: Question | None = None
    """As it was settled; None where nothing could be compared."""
    stages: dict[Stage, list[Candidate]] = field(default_factory=dict)

    def watch(self, stage: str, question: Question, candidates: Sequence[Candidate]) -> None:
        """Keep what a stage of the pipeline made."""
        self.question = question
        self.stages[Stage(stage)] = list(candidates)

    def places(self, product_id: int) -> dict[Stage, int]:
        """At which place a product stood after each stage, from 1; stages without it are out."""
        return {
            stage: place
            for stage, candidates in self.stages.items()
            for place, each in enumerate(candidates, start=1)
            if each.product_id == product_id
        }
