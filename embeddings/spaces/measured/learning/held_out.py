"""Products as a space sees those that did not teach it: a projection learnt on the others. Pure.

A projection within classes makes alike what it was taught to be alike, so in its own space what
taught it looks surer than what comes tomorrow: of the drawn catalogue's neighbours there 56 in 100
were of one kind, and 42 of new products'. A scale learnt from that would call every stranger of a
new product a match. PCA knows no classes, but spreads out best what it was fitted on, and new
strangers are more alike: by its own products' scale 28 to 77 in 100 of them were shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from embeddings.pipeline import Labels, compose, fit_recipe
from embeddings.spaces.measured.learning.products import Floats, ProductSample


def hold_out(
    sample: ProductSample,
    features: Floats,
    recipe: str,
    sha256_of: Mapping[str, str],
    *,
    folds: int,
) -> list[ProductSample]:
    """So many parts of a sample, each projected by what the others taught.

    Variants of a design stay together. Raises ValueError when there are too few to learn from.
    """
    names = [family or str(product) for product, family in enumerate(sample.families)]
    families = np.unique(names, return_inverse=True)[1]
    fold_of = np.random.default_rng(0).permutation(families.max() + 1)[families] % folds
    labels = Labels(
        product=sample.owner, family=families[sample.owner], category=sample.kinds[sample.owner]
    )
    held_out = []
    for fold in range(folds):
        part = sample.only(fold_of == fold)
        asks = fold_of[sample.owner] == fold
        components, projections = fit_recipe(
            recipe, features[~asks], sha256_of=sha256_of, labels=labels.only(~asks)
        )
        vectors = compose(features[asks], components, projections=projections)
        held_out.append(replace(part, vectors=vectors))
    return held_out
