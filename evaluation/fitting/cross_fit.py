"""How much better a recipe answers about products that have not taught it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from embeddings.pipeline import compose, fit_recipe
from evaluation.grades.measures import MEASURES, Measure
from evaluation.grades.metrics import mean_with_interval
from evaluation.grades.sampling import Sample, stable_uniform
from evaluation.measured import DEPTH, Floats, NotEnoughError, Values
from infra.stopping import end_if_stopping

# Each product asks once, of what the others taught. Many folds leave more to learn from, which
# counts where there is little; few take less time: of 700 pictures a recipe takes some 4 s of
# processor time.
FOLDS_OF_FEW, FEW_PICTURES = 10, 400
FOLDS = 4
# Up to three recipes are held against three measures each: so that one of the nine is taken for
# better by chance less than once in twenty times, each interval has to be one of 99 %.
CONFIDENCE = 0.99
MIN_ASKING = 10
"""Products that a measure needs: of fewer, an interval says more than it knows."""


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a recipe gains over the present one in mean AP@10, with its 99 % interval."""

    mean: float
    lower: float
    upper: float
    products: int
    """Of how many that asked."""


Gains = Mapping[str, Gain]
"""By measure, those for which enough products could ask."""


def measure_gains(
    sample: Sample,
    recipe: str,
    *,
    present: Floats,
    sha256_of: Mapping[str, str],
    may_ask: npt.NDArray[np.bool_],
) -> Gains:
    """Fit a recipe on some products and ask about the others, until all have been asked about.

    `sample` holds the features, `present` the vectors that shoppers see of the same pictures;
    variants of one design are never on both sides. The difference is that of the same questions,
    its interval is bootstrapped over designs. Raises ValueError where the recipe cannot be fitted,
    and StoppedError where the worker is to stop between two folds.
    """
    if len(set(sample.families)) < MIN_ASKING:
        return {}
    folds = FOLDS_OF_FEW if len(sample.rows) <= FEW_PICTURES else FOLDS
    fold_of = np.floor(stable_uniform(sample.families, purpose="fit") * folds).astype(int)
    gained: dict[str, list[Values]] = {name: [] for name in MEASURES}
    asked: dict[str, list[npt.NDArray[np.str_]]] = {name: [] for name in MEASURES}
    for fold in np.unique(fold_of[may_ask]):
        end_if_stopping()
        teaching = (fold_of != fold)[sample.owner]
        components, projections = fit_recipe(
            recipe,
            sample.rows[teaching],
            sha256_of=sha256_of,
            labels=sample.labels.only(teaching),
        )
        learnt = compose(sample.rows, components, projections=projections)
        asking = may_ask & (fold_of == fold)
        before, after = (
            replace(sample, rows=rows).beginning_with(asking) for rows in (present, learnt)
        )
        for name, measure in MEASURES.items():
            with suppress(NotEnoughError):
                gain, products = _compare(measure, before, after, asking=int(asking.sum()))
                gained[name].append(gain)
                asked[name].append(np.array(before.families)[products])
    return {
        name: _summarise(np.concatenate(values), np.concatenate(asked[name]))
        for name, values in gained.items()
        if values and len(np.unique(np.concatenate(asked[name]))) >= MIN_ASKING
    }


def _compare(
    measure: Measure, before: Sample, after: Sample, *, asking: int
) -> tuple[Values, npt.NDArray[np.intp]]:
    """How much better each question is answered, and by which product it was asked."""
    old, new = (measure(sample, asking=asking, least=1) for sample in (before, after))
    return new.scores[f"mAP@{DEPTH}"] - old.scores[f"mAP@{DEPTH}"], old.products


def _summarise(gained: Values, families: npt.NDArray[np.str_]) -> Gain:
    # The variants of a design are drawn together: they are no independent evidence.
    _, design = np.unique(families, return_inverse=True)
    return Gain(
        **mean_with_interval(gained, design, confidence=CONFIDENCE), products=int(design.max()) + 1
    )
