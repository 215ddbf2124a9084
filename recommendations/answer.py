"""What is answered to "what looks like this?": products with their scores and reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.product_cards import CardPicture, ProductCard
from embeddings.models import EmbeddingSpace
from recommendations.merchandising.arrange import Moved, Removed

CATEGORY_NEWEST = "category_newest"
RELAXED = "relaxed"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in an answer before the product itself is read."""

    product_id: int
    family: str = ""
    image_id: int | None = None
    """The picture that brought it there; None where nothing was compared."""
    score: float | None = None
    match: int | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def slot(self) -> str | int:
        """What may stand in an answer only once: a family of variants, or a single product."""
        return self.family or self.product_id


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """How a product came to its place."""

    cosine: float | None
    blocks: dict[str, float]
    """Each block's own cosine, such as {"visual": 0.8, "colour": 0.4}."""
    asked_image: CardPicture | None
    """Which picture of the asked product it resembles; None for a photo."""
    moved: Moved | None
    """By which rule of the staff it stands elsewhere than likeness would have it."""


@dataclass(frozen=True, kw_only=True)
class Similar:
    """One product in an answer, with the picture that brought it there."""

    product: ProductCard
    score: float | None
    """The cosine with what was asked, -1 to 1; None where nothing was compared."""
    match: int | None
    """The score as a shopper reads it, 0 to 100; None where nothing was compared."""
    matched_image: CardPicture | None
    reasons: list[str] = field(default_factory=list)
    """Why it stands here, other than by likeness."""
    explanation: Explanation | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Products that look like what was asked, the most similar first."""

    results: list[Similar]
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
