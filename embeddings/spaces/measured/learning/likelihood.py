"""From a cosine to how likely two things are of one kind, by what a catalogue knows. Pure NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.spaces.measured.learning.chance import Chance

Values = npt.NDArray[np.float64]

LEVELS = tuple(float(level) for level in range(0, 101, 5))

# The prior, as pairs of pictures that were never seen: a cosine like that of the median random pair
# is one of strangers, the highest of a hundred may be either, and half way from there to the same
# picture it is one kind.
_PRIOR = ((0.05, "middle"), (0.5, "highest"), (0.95, "beyond"))
# They count like so many pairs: of 30 products that is a third of what their neighbours say.
_PRIOR_PAIRS = 20
# The likelihood hardly differs from 1 among the best; a tenth of the points goes by the cosine
# itself, so that the better of two still has more and the same picture alone has 100.
_STRAIGHT = 0.1
_STEPS = 2_000


@dataclass(frozen=True)
class Likelihood:
    """The odds that a pair of this cosine is of one kind, where as many pairs are as are not.

    A logistic curve over the cosine, which rises; Platt, "Probabilistic outputs for support vector
    machines", 1999. It assumes nothing about how cosines spread but that order.
    """

    intercept: float
    slope: float
    chance: Chance

    def points(self, cosines: Values) -> Values:
        """0 for what a random pair has, up to 100 for the same picture: (N,) -> (N,)"""
        zero = self.chance.middle
        low, at, top = (self._likelihood(each) for each in (np.array(zero), cosines, np.array(1.0)))
        straight = (cosines - zero) / (1 - zero)
        curved = (at - low) / (top - low) if top > low else straight
        return np.clip(100 * ((1 - _STRAIGHT) * curved + _STRAIGHT * straight), 0, 100)

    def cosines(self) -> tuple[float, ...]:
        """Which cosines have the points of LEVELS."""
        steps = np.linspace(self.chance.middle, 1, _STEPS)
        found = np.interp(LEVELS, self.points(steps), steps)
        return tuple(round(float(cosine), 6) for cosine in found)

    def _likelihood(self, cosines: Values) -> Values:
        return np.asarray(1 / (1 + np.exp(-(self.intercept + self.slope * cosines))))


def learn_likelihood(cosines: Values, same: npt.NDArray[np.bool_], chance: Chance) -> Likelihood:
    """Fit the curve to pairs that are of one kind, or not, and to what chance lets expect.

    Both sides count the same, and together like twice the smaller one; with none on a side chance
    alone says it. (N,), (N,) -> Likelihood
    """
    sides = int(same.sum()), int((~same).sum())
    weights = np.where(same, min(sides) / max(1, sides[0]), min(sides) / max(1, sides[1]))
    unit = chance.highest - chance.middle
    at = {"middle": 0.0, "highest": 1.0, "beyond": (1 + (1 - chance.middle) / unit) / 2}
    prior = np.array([at[where] for _, where in _PRIOR])
    odds = np.array([share for share, _ in _PRIOR])
    number = _PRIOR_PAIRS / len(_PRIOR)
    intercept, slope = _fit_logistic(
        np.concatenate([(cosines - chance.middle) / unit, prior, prior]),
        np.concatenate([same, np.ones(len(prior), bool), np.zeros(len(prior), bool)]),
        np.concatenate([weights, number * odds, number * (1 - odds)]),
    )
    slope = max(slope, 0.0)
    return Likelihood(intercept - slope * chance.middle / unit, slope / unit, chance)


def _fit_logistic(x: Values, right: npt.NDArray[np.bool_], weights: Values) -> tuple[float, float]:
    """Weighted logistic regression by Newton's method; the prior keeps it from running away."""
    rows = np.stack([np.ones_like(x), x], axis=1)
    found = np.zeros(2)
    for _ in range(100):
        expected = 1 / (1 + np.exp(-np.clip(rows @ found, -500, 500)))
        certainty = weights * expected * (1 - expected)
        step = np.linalg.solve(
            (rows.T * certainty) @ rows + np.eye(2) * 1e-9,
            rows.T @ (weights * (right - expected)),
        )
        found += np.clip(step, -4, 4)
        if np.abs(step).max() < 1e-9:
            break
    return float(found[0]), float(found[1])
