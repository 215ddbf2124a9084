"""A space as one search sees it: a value that nobody can change, so that threads may share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Block
from embeddings.spaces.measured.kind_prior import KindPrior
from embeddings.spaces.measured.scales import Scales


class SearchedSpace(Protocol):
    """What a search asks of a space; a row of the database will do, and so will a snapshot of it.

    Shoppers are answered with the snapshot of the live space (embeddings/spaces/live.py); grading,
    comparison and the measurement of recall search other spaces by their rows.
    """

    @property
    def pk(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def blocks(self) -> tuple[Block, ...]: ...

    @property
    def scales(self) -> Scales: ...

    @property
    def kind_prior(self) -> KindPrior | None: ...

    @property
    def learnt_within(self) -> bool: ...

    @property
    def ef_search(self) -> int: ...

    @property
    def index_name(self) -> str: ...


@dataclass(frozen=True, kw_only=True, eq=False)
class SpaceSnapshot:
    """A space as its row was when it was read; its recipe's JSON is parsed once, not per search."""

    pk: int
    name: str
    dimensions: int
    blocks: tuple[Block, ...]
    scales: Scales
    kind_prior: KindPrior | None
    learnt_within: bool
    ef_search: int
    index_name: str

    @classmethod
    def of(cls, space: EmbeddingSpace) -> Self:
        """The snapshot of a row as it has been read."""
        return cls(
            pk=space.pk,
            name=space.name,
            dimensions=space.dimensions,
            blocks=space.blocks,
            scales=space.scales,
            kind_prior=space.kind_prior,
            learnt_within=space.learnt_within,
            ef_search=space.ef_search,
            index_name=space.index_name,
        )

    def __str__(self) -> str:
        return self.name
