"""Two spaces are asked the same, and what differs is told."""

from __future__ import annotations

import json

import numpy as np
import pytest

from embeddings.models import ImageEmbedding
from evaluation.comparison import compare as comparison
from evaluation.comparison.compare import compare_spaces
from evaluation.comparison.table import describe_comparison
from evaluation.comparison.verdict import describe_verdict
from tests.builders.graded_catalogue import Item, make_catalogue
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import random_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def images():
    return make_catalogue([Item([[1], [1]], f"c{n % 3}") for n in range(40)])


def rows(seed: int, dimensions: int = 8) -> np.ndarray:
    return random_rows(80, dimensions, seed=seed)


def expected_overlap(first: np.ndarray, second: np.ndarray) -> float:
    def answer(vectors: np.ndarray, product: int) -> set[int]:
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        pairs = (unit @ unit[2 * product : 2 * product + 2].T).max(axis=1)
        best = pairs.reshape(-1, 2).max(axis=1)
        return set([n for n in np.argsort(-best) if n != product][:10])

    return float(np.mean([len(answer(first, n) & answer(second, n)) / 10 for n in range(40)]))


def test_overlap_is_that_of_brute_force(images) -> None:
    first, second = make_space("first", 8), make_space("second", 12)
    one = rows(1)
    other = np.hstack([one + 0.7 * rows(2), np.zeros((80, 4))])
    store_vectors(first, images, one)
    store_vectors(second, images, other)
    compared = compare_spaces(first, second)
    assert compared["queries"] == 40
    overlap = compared["overlap@10"]
    assert overlap["mean"] == pytest.approx(expected_overlap(one, other), abs=0.006)
    assert overlap["lower"] < overlap["mean"] < overlap["upper"]
    assert [space["dimensions"] for space in compared["spaces"]] == [8, 12]
    assert all(space["median_ms"] > 0 for space in compared["spaces"])
    json.dumps(compared)


def test_a_space_agrees_with_its_copy_and_the_sample_is_drawn(
    images, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "MAX_PRODUCTS", 15)
    first, second = make_space("first", 8), make_space("second", 8)
    store_vectors(first, images, rows(1))
    store_vectors(second, images, rows(1))
    compared = compare_spaces(first, second)
    assert compared["queries"] == 15
    assert compared["overlap@10"] == {"mean": 1.0, "lower": 1.0, "upper": 1.0}


def test_kept_grades_are_shown_and_missing_ones_made(images) -> None:
    kept = {"graded_at": "then", "same_product": {}, "category": {}, "kind_and_colour": {}}
    first, second = make_space("first", 8, grades=kept), make_space("second", 8)
    store_vectors(first, images, rows(1))
    store_vectors(second, images, rows(2))
    compared = compare_spaces(first, second)
    assert compared["spaces"][0]["grades"] == kept
    assert compared["spaces"][1]["grades"]["same_product"]["queries"] == 80


def test_the_table_has_a_column_for_each(images) -> None:
    first, second = make_space("first", 8, recall=0.991), make_space("second", 8)
    store_vectors(first, images, rows(1))
    store_vectors(second, images, rows(2))
    lines = list(describe_comparison(compare_spaces(first, second)))
    titles = [line.split("  ")[0] for line in lines if line.startswith("same product, ")]
    assert titles == [f"same product, {m}" for m in ("recall@1", "recall@5", "recall@10", "mAP@10")]
    cells = {line.split("  ")[0]: line.split() for line in lines}
    assert cells["state"] == ["state", "live", "ready"]
    assert cells["recall@10 of the index"][-2:] == ["0.991", "-"]
    assert cells["same product, mAP@10"].count("to") == 2
    assert cells["same category and colour"][-4:] == ["not", "enough"] * 2
    (overlap,) = (line for line in lines if line.startswith("overlap@10: 0."))
    assert overlap.endswith("40 products asked")
    assert lines[-1] == "For this shop neither is surely better."


def test_nothing_in_common_is_said(images) -> None:
    first, second = make_space("first", 8), make_space("second", 8)
    store_vectors(first, images[:40], rows(1)[:40])
    store_vectors(second, images[40:], rows(2)[40:])
    compared = compare_spaces(first, second)
    assert "0 products are embedded in both" in compared["overlap@10"]["not_enough"]
    assert [space["median_ms"] for space in compared["spaces"]] == [None, None]
    lines = list(describe_comparison(compared))
    assert any("overlap@10: not enough. 0 products" in line for line in lines)
    assert lines[-1] == (
        "same category: not enough. No product has all its pictures in both spaces."
    )


def test_pictures_that_wait_in_one_space_do_not_ask(images) -> None:
    first, second = make_space("first", 8), make_space("second", 8)
    store_vectors(first, images, rows(1))
    store_vectors(second, images, rows(2))
    ImageEmbedding.objects.in_space(second).filter(image__position=0).update(
        state="pending", vector=None
    )
    assert compare_spaces(first, second)["queries"] == 40


def by_product(noise: float) -> np.ndarray:
    """Vectors whose pictures of one product are alike, but for some noise."""
    own = np.repeat(random_rows(40, 8, seed=3), 2, axis=0)
    return own + noise * rows(4)


@pytest.mark.parametrize(("noises", "better"), [((2.0, 0.1), "second"), ((0.1, 2.0), "first")])
def test_the_better_space_is_named_with_its_interval(images, noises, better) -> None:
    first, second = make_space("first", 8), make_space("second", 8)
    store_vectors(first, images, by_product(noises[0]))
    store_vectors(second, images, by_product(noises[1]))
    compared = compare_spaces(first, second)
    gain = compared["differences"]["same_product"]
    assert (gain["queries"], gain["products"]) == (80, 40)
    before, after = (
        space["grades"]["same_product"]["mAP@10"]["mean"] for space in compared["spaces"]
    )
    assert gain["mean"] == pytest.approx(after - before, abs=2e-4)
    assert gain["lower"] > 0 if better == "second" else gain["upper"] < 0
    *_, by_product_line, by_category_line, verdict = describe_comparison(compared)
    assert by_product_line.startswith(f"same product: {better} finds more; mAP@10 of second less")
    assert "95 % interval" in by_product_line
    assert by_category_line.startswith("same category: they cannot be told apart")
    assert verdict == f"For this shop {better} is better."


def test_spaces_that_are_better_at_different_things() -> None:
    differences = {
        "same_product": {"mean": 0.2, "lower": 0.1, "upper": 0.3, "products": 9},
        "category": {"mean": -0.2, "lower": -0.3, "upper": -0.1, "products": 9},
    }
    *_, verdict = describe_verdict("a", "b", differences)
    assert verdict == (
        "For this shop a is better by same category, b is better by same product: "
        "it depends on which you want."
    )


def test_products_that_are_not_whole_in_both_do_not_judge(images) -> None:
    first, second = make_space("first", 8), make_space("second", 8)
    store_vectors(first, images, by_product(0.1))
    store_vectors(second, images[:60], by_product(0.1)[:60])
    gain = compare_spaces(first, second)["differences"]["same_product"]
    assert (gain["products"], gain["mean"]) == (30, 0)
