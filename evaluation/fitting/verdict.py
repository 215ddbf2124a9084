"""Whether what was learnt may go live: better where it counts, and worse nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

import numpy as np

from embeddings.pipeline.recipes.fitted import Teacher
from evaluation.fitting.cross_fit import Gain, Gains

# Answers that change for less are a bother to whoever knows them.
MIN_GAIN = 0.01

Outcome = Literal["better", "no_worse", "worse", "no_gain", "not_enough", "impossible"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found about one recipe."""

    teacher: Teacher
    recipe: str
    outcome: Outcome
    gains: Gains
    chosen: bool = False

    @property
    def is_accepted(self) -> bool:
        return self.outcome in ("better", "no_worse")

    @property
    def score(self) -> float:
        """The mean of the gains."""
        return float(np.mean([gain.mean for gain in self.gains.values()])) if self.gains else 0.0

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values, to be kept with a space."""
        return {**asdict(replace(self, gains={})), "gains": _plain(self.gains)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        gains = {name: Gain(**gain) for name, gain in kept["gains"].items()}
        return cls(**{**kept, "gains": gains})


def judge(teacher: Teacher, recipe: str, gains: Gains) -> Verdict:
    """Accept what is clearly better in one measure, clearly worse in none, and better on the whole.

    Clearly: with its whole interval. What pictures alone teach only has to be no worse, or not
    to be measured: it is an index of a tenth of the size.
    """
    verdict = Verdict(teacher=teacher, recipe=recipe, outcome="no_gain", gains=gains)
    if any(gain.upper < 0 for gain in gains.values()):
        return replace(verdict, outcome="worse")
    if any(gain.lower > 0 for gain in gains.values()) and verdict.score >= MIN_GAIN:
        return replace(verdict, outcome="better")
    if teacher == "pictures":
        return replace(verdict, outcome="no_worse")
    return verdict if gains else replace(verdict, outcome="not_enough")


def choose(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts, the best of those that were accepted marked as chosen."""
    all_of_them = list(verdicts)
    accepted = [verdict for verdict in all_of_them if verdict.is_accepted]
    if not accepted:
        return all_of_them
    best = max(accepted, key=lambda verdict: verdict.score)
    return [replace(verdict, chosen=verdict is best) for verdict in all_of_them]


def _plain(gains: Gains) -> dict[str, dict[str, Any]]:
    return {name: asdict(gain) for name, gain in gains.items()}
