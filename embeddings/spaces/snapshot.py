"""A space as one search sees it: a value that nobody can change, so that threads may share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, Self

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Block


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
    def calibration(self) -> Mapping[str, Any]: ...

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
    calibration: Mapping[str, Any]
    """As `measured.calibration.calibrate` keeps it; read-only down to its innermost mapping."""
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
            calibration=_read_only(space.calibration),
            ef_search=space.ef_search,
            index_name=space.index_name,
        )

    def __str__(self) -> str:
        return self.name


def _read_only(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(
        {
            key: _read_only(value) if isinstance(value, Mapping) else value
            for key, value in mapping.items()
        }
    )
