"""A direction in a space for each word; what several words say together is their weighted sum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.words.direction import unit_or_none

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
