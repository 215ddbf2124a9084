"""What is answered to "what looks like this?": products with their scores and reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from embeddings.models import EmbeddingSpace
from recommendations.candidate import Candidate

HIDDEN = "hidden"


@dataclass(frozen=True)
class Removed:
    """A product that a rule of the staff is about and that is not in the answer, and why."""

    product_id: int
    rule_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Products that look like what was asked, the most similar first."""

    results: list[Candidate]
    space: EmbeddingSpace | None
    took_ms: float
    fallback: str = ""
    """What stands in where nothing could be compared: CATEGORY_NEWEST."""
    relaxed: list[str] = field(default_factory=list)
    """Filters that were given up to fill the answer, in that order."""
    removed: list[Removed] | None = None
    """What the staff's rules took out, or could not put in; None unless asked for."""

    @property
    def complete(self) -> bool:
        """Whether the results are what was asked for, not a stand-in."""
        return not self.fallback
