"""A direction in a space for each word; what several words say together is their weighted sum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.vectors.block import Block
from embeddings.pipeline.words.examples import Examples

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class WordTable:
    """Words with how telling each is and what it adds to a picture of the space.

    Any part of a table is a table: a question needs the rows of its own words alone.
    Raises ValueError when the rows do not fit together.
    """

    words: tuple[str, ...]
    telling: Floats
    """(V,) inverse document frequency, above 0."""
    vectors: Floats
    """(V, D) by how much a picture differs from the mean one where the word is said of it."""

    def __post_init__(self) -> None:
        if self.vectors.shape[:1] != (len(self.words),) or self.telling.shape != (len(self.words),):
            raise ValueError(f"{len(self.words)} words need as many rows: {self.vectors.shape}.")

    @property
    def sha256(self) -> str:
        """The identity of the table: 64 hex digits."""
        digest = hashlib.sha256(json.dumps(self.words).encode())
        digest.update(np.ascontiguousarray(self.telling, dtype="<f4").tobytes())
        digest.update(np.ascontiguousarray(self.vectors, dtype="<f4").tobytes())
        return digest.hexdigest()

    def direction(self, words: Iterable[str]) -> Floats | None:
        """Where these words lead from the mean picture: (D,) unit; None where they lead nowhere.

        Words that the table does not hold say nothing.
        """
        (found,) = self.directions([dict.fromkeys(words, 1.0)])
        return unit_or_none(found)

    def directions(self, said: Sequence[Mapping[str, float]]) -> Floats:
        """The same for many texts, of words that count more or less; all zero: nowhere.

        -> (N, D), of any length
        """
        place = {word: row for row, word in enumerate(self.words)}
        found = np.zeros((len(said), self.vectors.shape[1]), dtype=np.float32)
        for number, words in enumerate(said):
            rows = [place[word] for word in words if word in place]
            weights = np.array([words[self.words[row]] for row in rows], dtype=np.float32)
            found[number] = (weights * self.telling[rows]) @ self.vectors[rows]
        return found


class WordEncoder(Protocol):
    """One way to give words directions in a space: learnt from a shop, or a network's text tower.

    Whichever it is goes through the same grade (`grade_words`), and the better one is kept.
    """

    @property
    def name(self) -> str: ...

    def fit(self, examples: Examples, *, blocks: tuple[Block, ...]) -> WordTable:
        """A direction for each word that is said of the examples.

        A tower reads the words alone, `examples.vectors` being the pictures that it has to meet.
        """
        ...


def unit_or_none(vector: Floats) -> Floats | None:
    """A vector at length 1; None for one without direction. (D,) -> (D,)"""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length, dtype=np.float32) if np.isfinite(length) and length else None


def block_shares(direction: Floats, blocks: Iterable[Block]) -> Mapping[str, float]:
    """How much of what a direction says is about each block, by name; they add up to 1.

    The share of its squared length. (D,) unit
    """
    shares: dict[str, float] = {}
    for block in blocks:
        part = float(np.square(direction[block.start : block.stop]).sum())
        shares[block.name] = shares.get(block.name, 0.0) + part
    return shares
