"""A scale of a space that was taught is learnt from products that did not teach it."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline import Labels, compose, fit_recipe
from embeddings.spaces.measured.learning.held_out import hold_out
from embeddings.spaces.measured.learning.learn import learn_scale
from embeddings.spaces.measured.learning.pairs import Pairs
from embeddings.spaces.measured.learning.products import ProductSample

RECIPE = "hog:wccn32"
FEATURES = 1_764
PRODUCTS, KINDS = 160, 8


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    """Kinds differ a little, along axes among many along which all products differ much."""
    dice = np.random.default_rng(2)
    kinds = dice.normal(size=(KINDS, 40)) * 0.35
    looks = np.repeat(dice.normal(size=(PRODUCTS, 40)), 2, axis=0)
    rows = kinds[np.repeat(np.arange(PRODUCTS) % KINDS, 2)] + looks
    rows = rows + dice.normal(size=rows.shape) * 0.3
    spread = np.zeros((len(rows), FEATURES), dtype=np.float32)
    spread[:, :40] = rows
    return spread + dice.normal(size=spread.shape).astype(np.float32) * 0.05


def make_sample(vectors: np.ndarray, products: np.ndarray) -> ProductSample:
    owner = np.repeat(np.arange(len(products)), 2)
    return ProductSample(
        images=np.arange(len(owner)),
        vectors=vectors,
        owner=owner,
        kinds=products % KINDS,
        families=["twins" if product < 2 else "" for product in products.tolist()],
    )


def test_each_part_is_seen_by_what_the_others_taught(features) -> None:
    sample = make_sample(features, np.arange(PRODUCTS))
    parts = hold_out(sample, features, RECIPE, {}, folds=2)
    assert sum(len(part.kinds) for part in parts) == PRODUCTS
    assert {part.vectors.shape[1] for part in parts} == {32}
    images = [set(part.images.tolist()) for part in parts]
    assert not images[0] & images[1]
    assert sum("twins" in part.families for part in parts) == 1, "variants stay together"
    # The other part's projection, and no other: made again here.
    asks, teaches = parts[0], sorted(images[1])
    labels = Labels(
        product=sample.owner[teaches],
        family=np.unique([sample.families[o] or str(o) for o in sample.owner], return_inverse=True)[
            1
        ][teaches],
        category=sample.kinds[sample.owner[teaches]],
    )
    components, projections = fit_recipe(RECIPE, features[teaches], sha256_of={}, labels=labels)
    expected = compose(features[asks.images], components, projections=projections)
    assert asks.vectors == pytest.approx(expected, abs=1e-4)


def test_what_taught_a_space_looks_surer_in_it_than_what_comes_later(features) -> None:
    """So the scale is learnt from parts held out: strangers of new products stay strangers."""
    old, new = np.arange(0, PRODUCTS, 2) // 2, np.arange(PRODUCTS // 2, PRODUCTS)
    rows = np.repeat(np.arange(PRODUCTS), 2)
    taught = features[rows < PRODUCTS // 2]
    sample = make_sample(taught, old)
    labels = Labels(product=sample.owner, family=sample.owner, category=sample.kinds[sample.owner])
    components, projections = fit_recipe(RECIPE, taught, sha256_of={}, labels=labels)
    own = make_sample(compose(taught, components, projections=projections), old)
    later = make_sample(
        compose(features[rows >= PRODUCTS // 2], components, projections=projections), new
    )
    naive = learn_scale([own], {})
    honest = learn_scale(hold_out(sample, taught, RECIPE, {}, folds=2), {})
    pairs = Pairs.of([later])
    strangers = pairs.neighbours.cosines[~pairs.same]

    def shown(scale) -> float:
        return float(np.mean([scale.points(each) >= scale.floor_other_kinds for each in strangers]))

    assert shown(honest) < shown(naive)


def test_too_few_to_learn_from_are_refused(features) -> None:
    few = make_sample(features[:24], np.arange(12))
    with pytest.raises(ValueError, match="cannot be learnt"):
        hold_out(few, features[:24], RECIPE, {}, folds=2)
