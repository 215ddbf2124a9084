"""Whether words lead to what they mean: the grade of a map from words to pictures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

# By how much a product's own words must be ahead of a stranger's, as a share of the catalogue that
# they leave behind them: less is of no use to anybody, however sure it is.
LEAST_GAIN = 0.05


@dataclass(frozen=True, kw_only=True)
class WordGrade:
    """How well products that have not taught are found by their own words."""

    products: int
    recall_at_10: float
    """The share that stands among the ten nearest of all products that grade."""
    chance_at_10: float
    """The same for places drawn by lot."""
    ahead: float
    """The share of other products that lie farther off than the one that is meant; chance: 0.5."""
    stranger: float
    """The same, asked with the words of another product held out: what a bad map comes to."""
    gain: float
    """The difference of the two, by product."""
    lower: float
    upper: float
    """Its 95 % interval, over groups of variants."""
    median: float
    p99: float
    """How far words lie along random products: cosines less those of the mean picture."""

    @property
    def is_better_than_chance(self) -> bool:
        """Whether a map of this grade may answer shoppers."""
        return self.lower > LEAST_GAIN

    def to_json(self) -> dict[str, Any]:
        return {name: round(value, 4) for name, value in asdict(self).items()}
