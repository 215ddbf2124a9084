"""Where a shop saturates: doubling until the promise breaks, then halving the distance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import sqrt

from benchmarks.saturation.step import Step

LOWEST_RATE = 0.25
"""Requests a second; a shop that breaks here is told to be broken at any rate."""


def find_saturation(
    run: Callable[[float], Step], *, start: float, most: float, precision: float = 0.1
) -> Iterator[Step]:
    """Steps, one after another, until the broken rate lies within `precision` of the kept one.

    The first break is tried again, for a machine may have been busy with something else. `run` asks
    at a rate, in requests/s; rates above `most` are not tried.
    """
    kept, broken, rate = 0.0, 0.0, start
    while True:
        step = run(rate)
        yield step
        if not step.is_good and not broken:
            step = run(rate)
            yield step
        if step.is_good:
            kept = max(kept, rate)
        else:
            broken = rate
        if not broken:
            if rate >= most:
                return
            rate = min(2 * rate, most)
        elif kept and broken <= (1 + precision) * kept:
            return
        else:
            rate = sqrt(kept * broken) if kept else broken / 2
            if rate < LOWEST_RATE:
                return


def kept_rate(steps: Sequence[Step]) -> float:
    """The greatest rate at which the promise held; 0 where it never did."""
    broken = first_broken(steps)
    good = [step.rate for step in steps if step.is_good]
    return max((rate for rate in good if broken is None or rate < broken.rate), default=0.0)


def first_broken(steps: Sequence[Step]) -> Step | None:
    """The lowest rate at which it did not hold in the last try; None where it always held."""
    last = {step.rate: step for step in steps}
    broken = [step for step in last.values() if not step.is_good]
    return min(broken, key=lambda step: step.rate, default=None)
