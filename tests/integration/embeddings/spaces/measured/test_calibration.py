"""What is alike by chance is measured on random pairs, and measured again when pictures change."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from embeddings import tasks
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.measured.calibration import calibrate, calibrate_changed_spaces
from embeddings.spaces.measured.scales import Scales

pytestmark = pytest.mark.django_db(transaction=True)


def cosines_of_all_pairs(
    space: EmbeddingSpace, columns: slice | list[int] = slice(None)
) -> np.ndarray:
    """Of different products, by brute force."""
    rows = [
        (product, np.array(vector)[columns])
        for product, vector in space.embeddings.values_list("image__product_id", "vector")
    ]
    return np.array(
        [
            np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b)
            for (first, a), (second, b) in combinations(rows, 2)
            if first != second
        ]
    )


def check(measured: tuple[float, ...], cosines: np.ndarray) -> None:
    """A random sample of 20,000 pairs is that near to all of them."""
    assert measured[0] == pytest.approx(np.median(cosines), abs=0.02)
    assert measured[1] == pytest.approx(np.percentile(cosines, 99), abs=0.03)


def test_the_spread_is_that_of_pairs_of_different_products(random_space) -> None:
    # Ten products, whose own pictures are all but the same: those pairs must not count.
    rng = np.random.default_rng(5)
    vectors = np.tile(rng.normal(size=(10, 16)), (12, 1)) + rng.normal(size=(120, 16)) * 0.01
    space = random_space(vectors=vectors, products=10)
    measured = calibrate(space)
    cosines = cosines_of_all_pairs(space)
    check(measured.catalogue.cosines, cosines)
    assert measured.catalogue.cosines[1] < 0.9
    assert measured.pictures == 120
    assert 15_000 < measured.catalogue.pairs < 20_000
    space.refresh_from_db()
    assert space.scales == measured


def test_each_block_has_a_spread_of_its_own(random_space) -> None:
    # A network, a colour histogram, and another that sees shapes: two blocks named "visual".
    components = [
        {
            "encoder": encoder,
            "pooling": "",
            "preprocessing": "x",
            "weights_sha256": "",
            "dimensions": dimensions,
            "weight": 1.0,
            "projection": "",
        }
        for encoder, dimensions in (("hog", 6), ("lab_color", 4), ("hog", 6))
    ]
    rng = np.random.default_rng(5)
    vectors = rng.normal(size=(200, 16))
    vectors[:, 6:10] = np.abs(vectors[:, 6:10])  # histograms are never negative
    space = random_space(vectors=vectors, products=50)
    EmbeddingSpace.objects.filter(pk=space.pk).update(components=components)
    space.refresh_from_db()
    blocks = calibrate(space).catalogue.blocks
    assert set(blocks) == {"visual", "colour"}
    check(blocks["colour"], cosines_of_all_pairs(space, np.s_[6:10]))
    both = [*range(6), *range(10, 16)]
    check(blocks["visual"], cosines_of_all_pairs(space, both))
    assert blocks["colour"][0] > 0.5 > blocks["visual"][0]


def test_real_pictures_are_calibrated_by_name_of_block(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    for number in range(conf.CALIBRATE_FROM_PICTURES):
        make_product(f"hsl({number * 7}, 80%, 50%)", shape="rectangle" if number % 2 else "ellipse")
    embed()
    measured = calibrate(plain_space)
    assert measured.pictures == conf.CALIBRATE_FROM_PICTURES
    assert set(measured.catalogue.blocks) == {"visual", "colour"}
    assert -1 <= measured.catalogue.cosines[0] < measured.catalogue.cosines[1] < 1


def test_a_block_that_is_all_zero_is_like_nothing(random_space) -> None:
    vectors = np.random.default_rng(5).normal(size=(60, 16))
    vectors[:, :8] = 0
    space = random_space(vectors=vectors, products=60)
    EmbeddingSpace.objects.filter(pk=space.pk).update(
        components=[
            {
                "encoder": "lab_color",
                "pooling": "",
                "preprocessing": "x",
                "weights_sha256": "",
                "dimensions": 8,
                "weight": 1.0,
                "projection": "",
            }
        ]
    )
    space.refresh_from_db()
    measured = calibrate(space)
    assert measured.pictures == 60
    assert measured.catalogue.blocks["colour"] == (0, 0, 1)


@pytest.mark.parametrize(
    ("pictures", "products"),
    [(conf.CALIBRATE_FROM_PICTURES - 1, 10), (conf.CALIBRATE_FROM_PICTURES, 1)],
    ids=["few", "one"],
)
def test_with_too_few_pictures_there_is_none(random_space, pictures, products) -> None:
    space = random_space(pictures, products=products)
    assert calibrate(space) == Scales()
    space.refresh_from_db()
    assert space.calibration == {}


def test_tending_calibrates_when_pictures_have_become_others(
    random_space, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = random_space(100, products=10)

    def pictures() -> int | None:
        calibrate_changed_spaces()
        space.refresh_from_db()
        return space.scales.pictures

    assert pictures() == 100
    ids = list(space.embeddings.values_list("pk", flat=True))
    ImageEmbedding.objects.filter(pk__in=ids[:20]).delete()
    assert pictures() == 100, "a fifth may change"
    ImageEmbedding.objects.filter(pk__in=ids[:21]).delete()
    assert pictures() == 79
    ImageEmbedding.objects.filter(pk__in=ids[:60]).delete()
    assert pictures() is None, "too few are left"


def test_a_calibrated_space_is_left_alone(random_space, django_assert_num_queries) -> None:
    random_space(60, products=10)
    calibrate_changed_spaces()
    with django_assert_num_queries(1):
        calibrate_changed_spaces()


def test_tending_spaces_does_it(random_space) -> None:
    space = random_space(60, products=10)
    tasks.tend_spaces()
    space.refresh_from_db()
    assert space.scales.pictures == 60
