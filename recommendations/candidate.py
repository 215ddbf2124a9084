"""One product on its way into an answer: each stage of the pipeline adds what it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.product_cards import CardPicture, ProductCard
from embeddings.spaces.snapshot import SearchedSpace

CATEGORY_NEWEST = "category_newest"
"""The reason of a product that stands in, as one of its category's newest."""
NOTHING_EMBEDDED = "nothing_embedded"
"""Why a photo found nothing: no picture of the shop is compared yet."""
RELAXED = "relaxed"
"""The reason, with the filter's name, of a product that needed a filter to be given up."""
HIDDEN = "hidden"
"""Why a product was removed that staff do not want to be seen there."""


@dataclass(frozen=True)
class Moved:
    """How a rule of the staff moved a product; positions count from 1."""

    rule_id: int
    kind: str
    from_position: int | None
    """None: the search had not brought it."""
    to_position: int
    note: str
    instead_of: tuple[int, ...] = ()
    """Products pinned as well that gave way to it, as variants of the same family."""


@dataclass(frozen=True)
class Removed:
    """A product that a rule of the staff is about and that is not in the answer, and why."""

    product_id: int
    rule_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class WordsHeard:
    """What was understood of a wish in words."""

    known: tuple[str, ...]
    """Words that the shop says of its products."""
    unknown: tuple[str, ...]
    """Words that it does not, which counted for nothing."""
    but: tuple[tuple[str, str], ...]
    """Names and values of attributes that the answer was to have."""
    blocks: Mapping[str, float]
    """How much of the wish is about each block; they add up to 1."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """How a product came to its position."""

    cosine: float | None
    relevance: float | None
    """What the order follows: the cosine, unless the order among the nearest, or the kind, count
    as well; None where nothing was compared."""
    blocks: Mapping[str, float]
    """Each block's own cosine, such as {"visual": 0.8, "colour": 0.4}."""
    asked_image: CardPicture | None
    """Which picture of the asked product it resembles; None for a photo."""
    moved: Moved | None
    """By which rule of the staff it stands elsewhere than likeness would have it."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A product that may be answered; of a family of variants one at a time (catalog.families)."""

    # What retrieval knows.
    product_id: int
    family: str = ""
    """What variants of one design share; empty for a product without variants."""
    image_id: int | None = None
    """The picture that resembles what was asked; None where nothing was compared."""
    score: float | None = None
    """The cosine with what was asked, -1 to 1; None where nothing was compared."""
    category_id: int | None = None
    """The product's own category; None where nothing was compared."""

    # What reranking and merchandising add.
    calibrated_score: int | None = None
    """The score as a shopper reads it (`match` in JSON), 0 to 100; None where not compared."""
    reordered_score: float | None = None
    """The score that its place has, where it was put in order among the nearest."""
    raised_by: float = 0.0
    """What being of the asked kind, or of a kindred one, is worth, as a cosine."""
    same_kind: bool | None = None
    """Whether it is of the kind of what was asked; None where kinds are not told apart."""
    reasons: tuple[str, ...] = ()
    """Why it stands here, other than by likeness."""
    moved: Moved | None = None

    # What hydration reads for those on the page.
    card: ProductCard | None = None
    explanation: Explanation | None = None
    """Only where it was asked for."""

    def shown(self, card: ProductCard) -> Candidate:
        """With what a page shows of it."""
        return self._with(card=card)

    def placed(self, score: float) -> Candidate:
        """With the score of the place that it has come to among the nearest."""
        return self._with(reordered_score=score)

    def raised(self, worth: float, *, same_kind: bool | None) -> Candidate:
        """With what its kind is worth, as a cosine."""
        return self._with(raised_by=worth, same_kind=same_kind)

    def said(self, points: int) -> Candidate:
        """With its score as a shopper reads it, 0 to 100."""
        return self._with(calibrated_score=points)

    def _with(self, **known: Any) -> Candidate:
        """A copy that knows more.

        As `dataclasses.replace` makes it in 4.5 microseconds, in 0.5: a hundred candidates go
        through three stages in every answer.
        """
        copy = object.__new__(Candidate)
        copy.__dict__.update(self.__dict__, **known)
        return copy

    @property
    def relevance(self) -> float:
        """What the order follows, as a cosine."""
        placed = self.score if self.reordered_score is None else self.reordered_score
        return (placed or 0.0) + self.raised_by

    @property
    def product(self) -> ProductCard:
        """What is shown of it; raises ValueError before the last stage has read it."""
        if self.card is None:
            raise ValueError(f"The card of product {self.product_id} has not been read.")
        return self.card

    @property
    def matched_image(self) -> CardPicture | None:
        """The picture that resembles what was asked, to be shown; None for one replaced since."""
        return self.product.picture(self.image_id)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Products that look like what was asked, the most similar first."""

    results: list[Candidate]
    space: SearchedSpace | None
    took_ms: float
    fallback: str = ""
    """Where nothing could be compared: CATEGORY_NEWEST stand in, or NOTHING_EMBEDDED at all."""
    other_kinds: list[Candidate] = field(default_factory=list)
    """The same look in other kinds, where that was asked for as well."""
    counted: tuple[int, ...] = ()
    """Ids of the first products, where `SearchOptions.counted` asked for them; the page's too."""
    relaxed: list[str] = field(default_factory=list)
    """Filters that were given up to fill the answer, in that order."""
    words: WordsHeard | None = None
    """None where nothing was wished for in words."""
    removed: list[Removed] | None = None
    """What the staff's rules took out, or could not put in; None unless asked for."""

    partial: bool = False
    """Whether a part of the index was away, so that nearer products or more may be missing."""

    @property
    def complete(self) -> bool:
        """Whether the results are all that was asked for, not a stand-in or a part."""
        return not self.fallback and not self.partial
