"""Which part of a vector is about what, to be weighed apart: colour, or all else that is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from embeddings.pipeline.encoders.registry import find_encoder
from embeddings.pipeline.vectors.component import Component


@dataclass(frozen=True, kw_only=True)
class Block:
    """One component's stretch of the vector, `vector[start:stop]`."""

    name: str  # "visual" or "colour"; several blocks may share one
    start: int
    stop: int
    weight: float  # its share of the cosine, above 0; those of a space add up to 1


def blocks_of(components: Sequence[Component]) -> tuple[Block, ...]:
    """The blocks of a vector, in their order."""
    total = sum(component.weight for component in components)
    stops = list(accumulate(component.dimensions for component in components))
    return tuple(
        Block(
            name=_name_of(component.encoder),
            start=stop - component.dimensions,
            stop=stop,
            weight=component.weight / total,
        )
        for component, stop in zip(components, stops, strict=True)
    )


def columns_by_name(blocks: Iterable[Block]) -> dict[str, list[int]]:
    """Which numbers of a vector belong to which name; several blocks may share one."""
    columns: dict[str, list[int]] = {}
    for block in blocks:
        columns.setdefault(block.name, []).extend(range(block.start, block.stop))
    return columns


def _name_of(encoder: str) -> str:
    # What a shop has brought along is visual, whether it is still there or not.
    found = find_encoder(encoder)
    return found.block if found else "visual"
