"""How alike the products of a sample are, two and two, and what stands nearest. Pure NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Neighbours:
    """The nearest products of each, one of a family, the nearest first; a row for each pair."""

    asked: Ints
    """(N,) numbers of products, rising."""
    found: Ints
    """(N,)"""
    rank: Ints
    """(N,) from 0."""
    cosines: npt.NDArray[np.float64]
    """(N,)"""

    def shifted(self, by: int) -> Neighbours:
        """The same with all products' numbers higher by so many."""
        return replace(self, asked=self.asked + by, found=self.found + by)

    @classmethod
    def joined(cls, several: Sequence[Neighbours]) -> Neighbours:
        """All rows, one after the other."""
        names = [each.name for each in fields(cls)]
        return cls(*(np.concatenate([getattr(one, name) for one in several]) for name in names))


def compare_products(vectors: Floats, owner: Ints) -> Floats:
    """Two products are as alike as their best pair of pictures.

    (N, D) any length, (N,) rising from 0 -> (P, P) cosines; a part that is all zero is like nothing
    """
    if not len(vectors):
        return np.empty((0, 0), dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(lengths == 0, 1, lengths)
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    columns = [
        np.maximum.reduceat(unit[begin : begin + _ROWS_AT_ONCE] @ unit.T, starts, axis=1)
        for begin in range(0, len(unit), _ROWS_AT_ONCE)
    ]
    return np.asarray(np.maximum.reduceat(np.concatenate(columns), starts, axis=0))


def find_neighbours(cosines: Floats, families: Sequence[str], *, depth: int) -> Neighbours:
    """Of each product the `depth` nearest, of each family the nearest alone.

    (P, P), (P,) empty without a family -> at most P * depth pairs
    """
    rows: list[tuple[int, int, int]] = []
    order = np.argsort(-cosines, axis=1, kind="stable")
    for asked, nearest in enumerate(order.tolist()):
        seen: set[str] = set()
        rank = 0
        for found in nearest:
            family = families[found]
            if found == asked or (family and family in seen):
                continue
            seen.add(family)
            rows.append((asked, found, rank))
            rank += 1
            if rank == depth:
                break
    asked_, found_, ranks = np.array(rows, dtype=np.intp).reshape(-1, 3).T
    return Neighbours(asked_, found_, ranks, cosines[asked_, found_].astype(np.float64))
