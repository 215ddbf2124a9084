"""What a shop did at one rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.saturation.client import FAILED
from benchmarks.saturation.shopping import KINDS


class Answer(NamedTuple):
    """One answer; seconds from when it was due to its last byte."""

    kind: str
    status: int
    seconds: float
    limit: str = ""
    """Of what a visitor may ask, where the answer is 429: `60 in 60 s`."""

    @property
    def is_error(self) -> bool:
        return self.status == FAILED or self.status >= 400

    @property
    def is_good(self) -> bool:
        return not self.is_error and self.seconds <= KINDS[self.kind].seconds


@dataclass(frozen=True, kw_only=True)
class Step:
    """So many requests a second, for some seconds."""

    rate: float
    promised: float
    """The share of answers that shall be good."""
    answers: Sequence[Answer]
    unsent: int = 0
    """Requests that were due and never sent, because so many others waited before them."""
    machine_busy: float | None = None
    """Share of this machine's processors; None where the shop runs elsewhere."""
    own_busy: float = 0.0
    """Share of one processor that the asking itself took."""

    @property
    def is_good(self) -> bool:
        return self.share_good >= self.promised

    @property
    def share_good(self) -> float:
        """Of all that was due."""
        due = len(self.answers) + self.unsent
        return sum(each.is_good for each in self.answers) / due if due else 1.0

    @property
    def errors(self) -> Counter[int]:
        """How many answers of each status that says no."""
        return Counter(each.status for each in self.answers if each.is_error)

    def percentile(self, percent: float) -> float:
        """Seconds; of answers of all kinds and statuses."""
        ordered = sorted(each.seconds for each in self.answers)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0
