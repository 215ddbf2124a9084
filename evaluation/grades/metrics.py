"""How good ranked answers are, query by query, and how sure that is. Pure NumPy.

An answer is a row of `right`: whether its first, second, third ... place is a right one. A row may
be cut short by padding it with False. `total` says how many right ones there are to find.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from evaluation.measured import Ints, Values

CONFIDENCE = 0.95


def recall_at(right: npt.ArrayLike, *, k: int) -> Values:
    """Whether a right answer is among the first k: 1 or 0 for each query.

    As in the metric learning literature (Song et al., CVPR 2016), not the share of all right ones.
    (Q, N) bool -> (Q,)
    """
    return np.asarray(_ranked(right, k).any(axis=1), dtype=np.float64)


def precision_at(right: npt.ArrayLike, total: npt.ArrayLike, *, k: int) -> Values:
    """The share of right ones among the first k, of as many as there could be.

    Divided by min(k, total), so that a perfect answer scores 1 however few right ones there are;
    with k of them or more it is the plain precision@k. Raises ValueError for a total below 1.
    (Q, N) bool, (Q,) -> (Q,), 0-1
    """
    ranked = _ranked(right, k)
    return np.asarray(ranked.sum(axis=1) / _possible(total, ranked, k))


def average_precision_at(right: npt.ArrayLike, total: npt.ArrayLike, *, k: int) -> Values:
    """The mean of the precision at each right one among the first k; early ones count more.

    Their sum is divided by min(k, total). The mean over queries is mAP@k. Raises ValueError for a
    total below 1.
    (Q, N) bool, (Q,) -> (Q,), 0-1
    """
    ranked = _ranked(right, k)
    precision = ranked.cumsum(axis=1) / np.arange(1, ranked.shape[1] + 1)
    return np.asarray((precision * ranked).sum(axis=1) / _possible(total, ranked, k))


def bootstrap_interval(
    values: npt.ArrayLike,
    *,
    clusters: npt.ArrayLike | None = None,
    resamples: int = 1_000,
    seed: int = 0,
    confidence: float = CONFIDENCE,
) -> tuple[float, float]:
    """Between which bounds the mean would probably lie, had other products been asked.

    Percentile bootstrap. Values of one cluster (the pictures of a product) are drawn together, for
    they are no independent evidence; without clusters each is drawn by itself. The same seed gives
    the same interval. Of the differences between two systems it is the paired bootstrap.
    Raises ValueError when there are no values, or some are not finite.
    (Q,), (Q,) of any labels -> lower, upper
    """
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or not numbers.size or not np.isfinite(numbers).all():
        raise ValueError("An interval needs one row of finite values.")
    labels = np.arange(numbers.size) if clusters is None else np.asarray(clusters)
    if labels.shape != numbers.shape:
        raise ValueError(f"{numbers.size} values need as many clusters; got {labels.shape}.")
    _, member = np.unique(labels, return_inverse=True)
    sums, counts = np.bincount(member, numbers), np.bincount(member)
    rng = np.random.default_rng(seed)
    means = np.empty(resamples)
    for resample in range(resamples):
        drawn = rng.integers(len(sums), size=len(sums))
        means[resample] = sums[drawn].sum() / counts[drawn].sum()
    outside = (1 - confidence) / 2
    lower, upper = np.quantile(means, [outside, 1 - outside])
    return float(lower), float(upper)


def mean_with_interval(
    values: Values, products: Ints, *, confidence: float = CONFIDENCE
) -> dict[str, float]:
    """A mean and its interval, of 95 % unless it is said, to four places."""
    lower, upper = bootstrap_interval(values, clusters=products, confidence=confidence)
    return {
        "mean": round(float(np.mean(values)), 4),
        "lower": round(lower, 4),
        "upper": round(upper, 4),
    }


def _ranked(right: npt.ArrayLike, k: int) -> npt.NDArray[np.bool_]:
    ranked = np.asarray(right, dtype=bool)
    if ranked.ndim != 2:
        raise ValueError(f"Answers of shape (Q, N) are needed; got {ranked.shape}.")
    if k < 1:
        raise ValueError(f"k is {k}; it must be 1 or more.")
    return ranked[:, :k]


def _possible(total: npt.ArrayLike, ranked: npt.NDArray[np.bool_], k: int) -> Values:
    numbers = np.asarray(total)
    if numbers.shape != ranked.shape[:1]:
        raise ValueError(f"{len(ranked)} totals are needed; got {numbers.shape}.")
    if (numbers < 1).any():
        raise ValueError("A query without a right answer cannot be graded.")
    return np.asarray(np.minimum(numbers, k), dtype=np.float64)
