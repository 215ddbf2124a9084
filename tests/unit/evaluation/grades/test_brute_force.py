"""The nearest rows are those that a plain sort finds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from evaluation.grades import brute_force
from evaluation.grades.brute_force import rank_pictures, rank_products
from tests.builders.vectors import random_rows


@pytest.fixture
def vectors() -> np.ndarray:
    rows = random_rows(60, 8, seed=1).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(params=[8_000_000, 150], ids=["in one go", "in small parts"])
def _parts(request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brute_force, "_MAX_SCORES", request.param)


@pytest.mark.usefixtures("_parts")
def test_pictures_by_brute_force(vectors) -> None:
    asked = np.array([3, 0, 59])
    found = rank_pictures(vectors, asked, depth=10)
    for row, query in zip(found, asked, strict=True):
        expected = [n for n in np.argsort(-(vectors @ vectors[query])) if n != query]
        assert row.tolist() == expected[:10]


def test_euclidean_distance_orders_unit_vectors_as_the_cosine_does(vectors) -> None:
    distances = cdist(vectors, vectors)
    np.fill_diagonal(distances, np.inf)
    expected = np.argsort(distances, axis=1)[:, :10]
    assert (rank_pictures(vectors, np.arange(60), depth=10) == expected).all()


@pytest.mark.usefixtures("_parts")
def test_products_by_their_best_pair(vectors) -> None:
    owner = np.repeat(np.arange(24), [1, 4] * 12)
    found = rank_products(vectors, owner, asked=20, pictures=2, depth=7)
    for product, row in enumerate(found):
        asking = vectors[owner == product][:2]
        best = [(asking @ vectors[owner == other].T).max() for other in range(24)]
        expected = [n for n in np.argsort(-np.array(best)) if n != product]
        assert row.tolist() == expected[:7]


def test_a_short_catalogue_gives_what_there_is(vectors) -> None:
    assert rank_pictures(vectors[:3], np.array([0]), depth=10).shape == (1, 2)
    assert rank_products(vectors[:2], np.array([0, 1]), asked=2, pictures=4, depth=10).tolist() == [
        [1],
        [0],
    ]
