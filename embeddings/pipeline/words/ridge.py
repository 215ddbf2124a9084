"""Words to pictures by ridge regression on what the shop says of its own products.

Hoerl & Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics
1970; in its dual form where there are fewer products than words (Saunders, Gammerman & Vovk,
"Ridge Regression Learning Algorithm in Dual Variables", ICML 1998).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.vectors.block import Block
from embeddings.pipeline.words.examples import Examples
from embeddings.pipeline.words.table import Floats, WordTable
from embeddings.pipeline.words.tfidf import weigh_words, word_rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Penalties that are tried. Rows of words have unit length, so the best one hardly depends on how
# many products there are: 0.1 to 0.3 on a shop of 183 whole texts, more where words say little.
PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0)
_CHOOSE_ON = 800  # products; more would not change the choice


class RidgeWords:
    """The shop's own words, each by what the products look like of which it is said."""

    name = "ridge"

    def fit(self, examples: Examples, *, blocks: tuple[Block, ...]) -> WordTable:
        """Learn a direction for each word, with a penalty of its own for visual and for colour.

        Raises ValueError when nothing is said of the products.
        """
        words, telling = weigh_words(examples)
        table = word_rows(examples, words, telling)
        centred = examples.vectors - examples.vectors.mean(axis=0)
        penalties = _choose_penalties(examples, table, centred, blocks)
        vectors = np.zeros((len(words), centred.shape[1]), dtype=np.float32)
        for penalty in set(penalties):
            columns = np.concatenate(
                [np.arange(b.start, b.stop) for b, p in zip(blocks, penalties, strict=True)
                 if p == penalty]
            )  # fmt: skip
            vectors[:, columns] = solve_ridge(table, centred[:, columns], penalty=penalty)
        return WordTable(words=words, telling=telling, vectors=vectors)


def solve_ridge(rows: csr_array, targets: Floats, *, penalty: float) -> Floats:
    """The closed form, primal or dual, whichever is the smaller system.

    (N, V) sparse, (N, D) -> (V, D) float32
    """
    from scipy.linalg import cho_factor, cho_solve

    products, words = rows.shape
    gram = (rows @ rows.T if products <= words else rows.T @ rows).toarray()
    gram[np.diag_indices_from(gram)] += penalty
    factor = cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    wanted = np.asarray(targets, dtype=np.float64)
    if products <= words:
        found = rows.T @ cho_solve(factor, wanted, check_finite=False)
    else:
        found = cho_solve(factor, rows.T @ wanted, check_finite=False)
    return np.asarray(found, dtype=np.float32)


def _choose_penalties(
    examples: Examples, rows: csr_array, centred: Floats, blocks: tuple[Block, ...]
) -> tuple[float, ...]:
    """The penalty by which held-out products are predicted best, for all blocks of a name.

    In its dual form, along the axes of the taught rows' Gram matrix: one decomposition for all.
    """
    from scipy.linalg import eigh

    some: npt.NDArray[np.intp] = np.arange(len(examples))[:_CHOOSE_ON]
    held = examples.only(some).folds() == 0
    taught, asked = some[~held], some[held]
    values, axes = eigh((rows[taught] @ rows[taught].T).toarray(), check_finite=False)
    wanted = axes.T @ centred[taught]
    likeness = (rows[asked] @ rows[taught].T) @ axes
    best: dict[str, tuple[float, float]] = {}
    for penalty in PENALTIES:
        found = (likeness / (values + penalty)) @ wanted
        missed = np.square(found - centred[asked]).sum(axis=0)
        for name in {block.name for block in blocks}:
            error = sum(float(missed[b.start : b.stop].sum()) for b in blocks if b.name == name)
            best[name] = min(best.get(name, (error, penalty)), (error, penalty))
    return tuple(best[block.name][1] for block in blocks)
