"""How telling each word is: the rarer in the catalogue, the more.

TF-IDF: Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.words.examples import Examples

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float32]

# The words said of most products; a system of so many equations takes a second or two.
MAX_WORDS = 4_000


def weigh_words(examples: Examples) -> tuple[tuple[str, ...], Floats]:
    """The words said of the most products, and the inverse document frequency of each.

    A family of variants counts once: fifteen colours of one vase do not make its words common.
    Raises ValueError when nothing is said. -> (V,) words, (V,)
    """
    said = {(group, word) for group, words in zip(examples.groups, examples.words, strict=True)
            for word in words}  # fmt: skip
    frequency = Counter(word for _, word in said)
    if not frequency:
        raise ValueError("Nothing is said of these products.")
    kept = sorted(frequency, key=lambda word: (-frequency[word], word))[:MAX_WORDS]
    groups = len(np.unique(examples.groups))
    counts = np.array([frequency[word] for word in kept], dtype=np.float64)
    return tuple(kept), np.asarray(np.log((1 + groups) / (1 + counts)) + 1, dtype=np.float32)


def word_rows(examples: Examples, words: Sequence[str], telling: Floats) -> csr_array:
    """What is said of each product, at unit length; nothing known is all zero. (N, V)"""
    from scipy.sparse import csr_array

    place = {word: column for column, word in enumerate(words)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for said in examples.words:
        known = [(place[word], weight) for word, weight in said.items() if word in place]
        row = np.array([weight * telling[column] for column, weight in known])
        columns += [column for column, _ in known]
        values += (row / np.linalg.norm(row)).tolist() if known else []
        ends.append(len(columns))
    return csr_array((values, columns, ends), shape=(len(examples), len(words)))
