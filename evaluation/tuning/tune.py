"""Which projection and which weights suit this catalogue: tried on stored features, and graded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from embeddings.conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import parse_recipe, write_recipe
from evaluation.grades.grading import grade_sample
from evaluation.grades.measures import MEASURES
from evaluation.grades.metrics import mean_with_interval
from evaluation.grades.sampling import Sample, draw_sample, stable_uniform
from evaluation.measured import DEPTH, Ints, NotEnoughError, Values
from evaluation.tuning.grid import Parts, tuning_steps
from evaluation.tuning.recomposing import FeatureComposer

MAX_PICTURES = 10_000

RULE = _(
    "A recipe's score is the mean mAP@%(depth)d of the grades there are: same product, same "
    "category, same category and colour; one that clearly loses in any of them, by two standard "
    "errors, is not chosen. The present recipe stays unless the gain's interval, of 95 %% for all "
    "recipes tried together, is above 0 on the half that chooses and its mean above 0 on the other "
    "half."
)


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """What was tried for a space, and what came of it."""

    recipe: str
    """The one that scored best on the half that chooses; maybe the present one."""
    is_gain: bool
    """Whether it is really better than the present one, by RULE."""
    report: dict[str, Any]


@dataclass(frozen=True)
class _Score:
    """(Q,): each query's contribution to the mean of the grades, and which product asked."""

    values: Values
    products: Ints
    grades: list[Values]

    @property
    def mean(self) -> float:
        return float(self.values.mean())

    def keeps(self, present: _Score) -> bool:
        """Whether no grade is lost beyond doubt for the sake of the others."""
        for own, before in zip(self.grades, present.grades, strict=True):
            gain = own - before
            if gain.mean() < -2 * gain.std() / len(gain) ** 0.5:
                return False
        return True


def tune_space(
    space: EmbeddingSpace, *, tell: Callable[[str], object] = lambda recipe: None
) -> Tuning:
    """Try other projections and weights for a space on its stored features; grades choose.

    One half of the products, a random, but fixed one, chooses step by step: whether to project as a
    fitted space is, how much to whiten, what each part counts, how many dimensions to keep. The
    other half only says what the choice is worth.
    Projections by pictures alone are fitted on both, which takes no labels; what products and
    categories teach is taught by the half that is not asked. Nothing is created. `tell` hears of
    each recipe before it is tried.
    Raises NotEnoughError where there is nothing to try, or nothing to grade by.
    """
    present = _parts_of(space)
    sample = draw_sample(space, column="features", max_pictures=MAX_PICTURES)
    if not len(sample.rows):
        raise NotEnoughError(f"No picture has its features stored in {space}.")
    chooses = stable_uniform(sample.families, purpose="halves") < 0.5
    teaching = chooses[sample.owner]
    fewest = int(min(teaching.sum(), (~teaching).sum()))
    steps = tuning_steps(present, pictures=len(sample.rows), teaching=fewest)
    if not steps:
        raise NotEnoughError(
            f"{space} has no parts to weigh, and with {len(sample.rows):,} pictures no "
            f"projection is tried; that takes {conf.FIT_FROM_PICTURES:,}."
        )
    composers = {
        "choosing": FeatureComposer(space, present, sample, teaching=~teaching),
        "held out": FeatureComposer(space, present, sample, teaching=teaching),
    }

    def half(parts: Parts, asked: str) -> Sample:
        rows = composers[asked].compose(parts)
        return replace(sample, rows=rows).only(chooses if asked == "choosing" else ~chooses)

    scores: dict[Parts, _Score] = {}
    best = present
    for step in [lambda parts: iter([parts]), *steps]:
        for parts in step(best):
            if parts not in scores:
                tell(write_recipe(parts))
                with suppress(ValueError):  # nothing belongs together that could teach it
                    scores[parts] = _score(half(parts, "choosing"))
        if present not in scores:
            raise NotEnoughError("Half of the catalogue teaches nothing.")
        choices = [parts for parts in scores if scores[parts].keeps(scores[present])]
        best = max(choices, key=lambda parts: scores[parts].mean)
    try:
        before, after = half(present, "held out"), half(best, "held out")
    except ValueError as error:
        raise NotEnoughError("Half of the catalogue teaches nothing.") from error
    # For all that were tried together (Bonferroni): the best of them by chance is no better.
    confidence = 1 - 0.05 / max(1, len(scores) - 1)
    gain_choosing = _gain(scores[best], scores[present], confidence=confidence)
    gain_held_out = _gain(_score(after), _score(before))
    is_gain = gain_choosing["lower"] > 0 and gain_held_out["mean"] > 0
    report = {
        "space": space.name,
        "pictures": len(sample.rows),
        "products_choosing": int(chooses.sum()),
        "products_held_out": int((~chooses).sum()),
        "present": write_recipe(present),
        "best": write_recipe(best),
        "is_gain": is_gain,
        "rule": str(RULE) % {"depth": DEPTH},
        "gain_choosing": gain_choosing,
        "gain_held_out": gain_held_out,
        "held_out": {"present": grade_sample(before), "best": grade_sample(after)},
        "tried": [
            {"recipe": write_recipe(parts), "score": round(scores[parts].mean, 4)}
            for parts in sorted(scores, key=lambda parts: -scores[parts].mean)
        ],
    }
    return Tuning(recipe=write_recipe(best), is_gain=is_gain, report=report)


def _parts_of(space: EmbeddingSpace) -> Parts:
    parts = parse_recipe(space.recipe)
    said = [(part.encoder, part.pooling, part.preprocessing) for part in parts]
    if said != [(part.encoder, part.pooling, part.preprocessing) for part in space.parts]:
        raise NotEnoughError(
            f"{space.recipe} now means something else than in {space}. Create it anew."
        )
    return parts


def _score(sample: Sample) -> _Score:
    """The mean of a sample's grades, written as one value for each query. Raises NotEnoughError."""
    measured = []
    for measure in MEASURES.values():
        with suppress(NotEnoughError):
            measured.append(measure(sample))
    if not measured:
        raise NotEnoughError("Half of the catalogue is too small to be graded, or says too little.")
    queries = sum(len(of.products) for of in measured)
    # So that the mean of all values is the mean of the grades, however many queries each has.
    values = [
        of.scores[f"mAP@{DEPTH}"] * queries / (len(measured) * len(of.products)) for of in measured
    ]
    return _Score(
        np.concatenate(values),
        np.concatenate([of.products for of in measured]),
        [of.scores[f"mAP@{DEPTH}"] for of in measured],
    )


def _gain(after: _Score, before: _Score, *, confidence: float = 0.95) -> dict[str, float]:
    # The same products asked both: the interval of the differences is the paired one.
    gained = after.values - before.values
    return mean_with_interval(gained, before.products, confidence=confidence)
