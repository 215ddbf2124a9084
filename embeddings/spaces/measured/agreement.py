"""How well the shop's own categories agree with what lies near each other. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

NEAREST = 5
_SHUFFLES = 40
# Of 1,000 catalogues with categories at random, one or two pass by chance: what they then learn is
# next to nothing, since their agreement is.
_CLEAR_DEVIATIONS = 3.0
# So many things of a category count as much as all that is known of the others.
_PRIOR_THINGS = 10.0
_MOST_CHANCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Cohen's kappa of "near" and "the same label": 0 is chance, 1 is always.

    Each is a lower bound by one standard error, and none is below 0.
    """

    usual: float
    """Of a label of which nothing is known by itself."""
    by_label: Mapping[int, float]
    chance: Mapping[int, float]
    """How often any other thing has the label, 0 to 1."""

    @classmethod
    def none(cls) -> Agreement:
        return cls(usual=0.0, by_label={}, chance={})


def measure_agreement(alike: Floats, labels: Integers) -> Agreement:
    """How often the nearest of a thing have its label, beyond what chance would give.

    Of a label's few things no more are looked at than there are. A label is told apart from the
    others as far as it is known: each begins as if ten things had agreed as all do in the mean.
    Graded against the same labels dealt out at random: what is not clearly better counts nothing.
    (N, N) cosines, (N,) labels
    """
    count = len(labels)
    if count < 3:
        return Agreement.none()
    near = _nearest(alike)
    names, label, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    agreed = _agreed(near, label, sizes)
    asks = ~np.isnan(agreed)
    if not asks.any() or not _is_clear(near, label, sizes, observed=float(agreed[asks].mean())):
        return Agreement.none()
    chance = ((sizes - 1) / (count - 1)).clip(min=1 / count)
    means = np.array([agreed[label == number].mean() for number in range(len(names))])
    known = (sizes > 1) & (chance < _MOST_CHANCE)
    if not known.any():
        return Agreement.none()
    kappas = (means[known] - chance[known]) / (1 - chance[known])
    weights = sizes[known] / (sizes[known] + _PRIOR_THINGS)
    usual = float(np.average(kappas, weights=weights))
    sure = sizes[known] + _PRIOR_THINGS
    shrunk = (sizes[known] * kappas + _PRIOR_THINGS * usual) / sure
    errors = np.sqrt((shrunk * (1 - shrunk)).clip(min=0) / sure)
    bounds = (shrunk - errors).clip(0, 1)
    by_label = dict.fromkeys(names[sizes > 1].tolist(), 0.0)
    by_label |= dict(zip(names[known].tolist(), bounds.tolist(), strict=True))
    usual_error = (max(usual * (1 - usual), 0) / (asks.sum() + _PRIOR_THINGS)) ** 0.5
    return Agreement(
        usual=min(max(usual - usual_error, 0.0), 1.0),
        by_label=by_label,
        chance=dict(zip(names.tolist(), chance.tolist(), strict=True)),
    )


def _nearest(alike: Floats) -> Integers:
    """The nearest of each thing but itself, nearest first: (N, k)."""
    others = np.array(alike, dtype=np.float32)
    np.fill_diagonal(others, -np.inf)
    most = min(NEAREST, len(others) - 1)
    return np.asarray(np.argsort(-others, axis=1, kind="stable")[:, :most], dtype=np.int64)


def _agreed(near: Integers, label: Integers, sizes: Integers) -> npt.NDArray[np.float64]:
    """The share of each thing's nearest that have its label; nan where no other thing has it."""
    possible = (sizes - 1).clip(max=near.shape[1])[label]
    looked_at = np.arange(near.shape[1]) < possible[:, None]
    same = (label[near] == label[:, None]) & looked_at
    with np.errstate(invalid="ignore"):
        return np.asarray(same.sum(axis=1) / np.where(possible, possible, np.nan))


def _is_clear(near: Integers, label: Integers, sizes: Integers, *, observed: float) -> bool:
    """Whether labels dealt out at random would hardly ever agree so well."""
    dice = np.random.default_rng(0)
    dealt = [
        float(np.nanmean(_agreed(near, dice.permutation(label), sizes))) for _ in range(_SHUFFLES)
    ]
    return observed > float(np.mean(dealt)) + _CLEAR_DEVIATIONS * float(np.std(dealt))
