"""What a cosine says is learnt from the catalogue's own products, and anew as they change."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from catalog.models import Product
from embeddings import tasks
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import activate
from embeddings.spaces.measured.calibration import calibrate, calibrate_changed_spaces
from embeddings.spaces.measured.scale import CHANCE, KINDS, Scale
from embeddings.spaces.measured.scales import Scales
from tests.factories import CategoryFactory

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES_EACH = 2


def kinds_of_vectors(products: int, kinds: int, spread: float = 0.7) -> np.ndarray:
    """Two pictures of each product, whose kind shows in its looks."""
    dice = np.random.default_rng(5)
    looks = dice.normal(size=(kinds, 16))[np.arange(products) % kinds]
    looks = looks + dice.normal(size=(products, 16)) * spread
    # As `random_space` deals them: the first picture of each product, then the second.
    return np.tile(looks, (PICTURES_EACH, 1)) + dice.normal(size=(2 * products, 16)) * 0.1


def stand_in_categories(kinds: int) -> None:
    categories = [CategoryFactory(slug=f"kind-{number}") for number in range(kinds)]
    for number, product in enumerate(Product.objects.order_by("pk")):
        Product.objects.filter(pk=product.pk).update(category=categories[number % kinds])


@pytest.fixture
def shop(random_space) -> Callable[..., EmbeddingSpace]:
    def make(products: int, kinds: int) -> EmbeddingSpace:
        space = random_space(vectors=kinds_of_vectors(products, kinds), products=products)
        stand_in_categories(kinds)
        return space

    return make


def learnt(space: EmbeddingSpace) -> Scale:
    scale = calibrate(space).catalogue
    assert scale is not None
    return scale


def test_products_of_one_kind_have_more_points_than_strangers(shop) -> None:
    space = shop(120, 8)
    measured = calibrate(space)
    space.refresh_from_db()
    assert space.scales == measured
    assert measured.pictures == 240
    scale = measured.catalogue
    assert scale.basis == KINDS
    vectors = kinds_of_vectors(120, 8)[:120]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    points = np.array([[scale.points(cosine) for cosine in row] for row in unit @ unit.T])
    kind = np.arange(120) % 8
    same = (kind[:, None] == kind) & ~np.eye(120, dtype=bool)
    strangers = kind[:, None] != kind
    assert np.median(points[same]) >= 60
    assert np.median(points[strangers]) <= 5
    first = np.sort(np.where(same, points, -1))[:, -4:]
    assert (first >= scale.floor).mean() > 0.97
    assert (points[strangers] >= scale.floor_other_kinds).mean() < 0.2


def test_categories_at_random_are_not_believed(shop) -> None:
    space = shop(120, 8)
    pks = list(Product.objects.order_by("pk").values_list("pk", "category_id"))
    dealt = np.random.default_rng(1).permutation([category for _, category in pks])
    for (pk, _), category in zip(pks, dealt.tolist(), strict=True):
        Product.objects.filter(pk=pk).update(category=category)
    scale = learnt(space)
    assert scale.basis == CHANCE
    assert scale.floor == scale.floor_other_kinds <= 20


def test_a_catalogue_without_categories_goes_by_chance(shop) -> None:
    space = shop(60, 6)
    Product.objects.update(category=CategoryFactory())
    scale = learnt(space)
    assert scale.basis == CHANCE
    vectors = kinds_of_vectors(60, 6)[:60]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    middle = np.median((unit @ unit.T)[np.triu_indices(60, 1)])
    assert scale.cosines[0] == pytest.approx(middle, abs=0.05), "the median of random pairs"
    assert scale.floor == scale.floor_other_kinds <= 20


@pytest.mark.parametrize("products", [5, 10, 25, 50, 250])
def test_look_alikes_stay_above_the_floor_at_every_size(shop, products) -> None:
    """10 to 500 pictures: nobody who has some loses the first four of their own kind."""
    space = shop(products, max(2, products // 6))
    scale = learnt(space)
    vectors = kinds_of_vectors(products, max(2, products // 6))[:products]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -1)
    kind = np.arange(products) % max(2, products // 6)
    first = [np.sort(row[kind == kind[at]])[::-1][:4] for at, row in enumerate(cosines)]
    kept = [scale.points(float(each)) >= scale.floor for row in first for each in row if each > -1]
    # The pair's other pictures are a little more alike still: none is lost that these keep.
    assert np.mean(kept) >= 0.95


def test_each_block_has_a_scale_of_its_own(random_space) -> None:
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
    blocks = learnt(space).blocks
    assert set(blocks) == {"visual", "colour"}
    assert blocks["colour"][0] > blocks["visual"][0] + 0.2


def test_real_pictures_are_calibrated_by_name_of_block(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    for number in range(conf.CALIBRATE_FROM_PICTURES):
        make_product(f"hsl({number * 7}, 80%, 50%)", shape="rectangle" if number % 2 else "ellipse")
    embed()
    measured = calibrate(plain_space)
    assert measured.pictures == conf.CALIBRATE_FROM_PICTURES
    assert set(measured.catalogue.blocks) == {"visual", "colour"}
    assert -1 <= measured.catalogue.cosines[0] < measured.catalogue.cosines[-1] == 1


def test_a_block_that_is_all_zero_has_none(random_space) -> None:
    vectors = np.random.default_rng(5).normal(size=(60, 16))
    space = random_space(vectors=vectors, products=60)
    vectors[:, :8] = 0
    for row, vector in zip(space.embeddings.order_by("pk"), vectors, strict=True):
        ImageEmbedding.objects.filter(pk=row.pk).update(vector=vector.tolist())
    part = {
        "pooling": "",
        "preprocessing": "x",
        "weights_sha256": "",
        "dimensions": 8,
        "weight": 1.0,
        "projection": "",
    }
    components = [{"encoder": "lab_color", **part}, {"encoder": "hog", **part}]
    EmbeddingSpace.objects.filter(pk=space.pk).update(components=components)
    space.refresh_from_db()
    scale = learnt(space)
    assert scale.weighted({"visual": 1, "colour": 0}) is not None
    assert scale.blocks["colour"][0] == 0


@pytest.mark.parametrize(
    ("pictures", "products", "counted"),
    [
        (conf.CALIBRATE_FROM_PICTURES - 1, 5, None),
        (conf.CALIBRATE_FROM_PICTURES, 1, conf.CALIBRATE_FROM_PICTURES),
    ],
    ids=["few", "one"],
)
def test_with_too_few_pictures_there_is_none(random_space, pictures, products, counted) -> None:
    space = random_space(pictures, products=products)
    assert calibrate(space) == Scales(pictures=counted)
    space.refresh_from_db()
    assert space.scales == Scales(pictures=counted)


def test_a_catalogue_of_one_picture_over_and_over_has_none(random_space) -> None:
    space = random_space(vectors=np.tile(np.arange(16.0), (60, 1)), products=60)
    assert calibrate(space).catalogue is None


def test_the_scale_for_photos_stays(random_space) -> None:
    space = random_space(60, products=10)
    photos = learnt(space).with_floors(3, 3)
    space.calibration = Scales(pictures=1, photos=photos).to_json()
    space.save()
    measured = calibrate(space)
    space.refresh_from_db()
    assert space.scales.photos == measured.photos == photos
    assert space.scales.pictures == 60


def test_tending_calibrates_when_pictures_have_become_others(random_space) -> None:
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
    ImageEmbedding.objects.filter(pk__in=ids[: 101 - conf.CALIBRATE_FROM_PICTURES]).delete()
    assert pictures() is None, "too few are left"


def test_a_calibrated_space_is_left_alone(random_space, django_assert_num_queries) -> None:
    random_space(60, products=10)
    calibrate_changed_spaces()
    with django_assert_num_queries(1):
        calibrate_changed_spaces()


def test_a_space_is_calibrated_before_shoppers_see_it(
    random_space, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = random_space(60, products=10)
    EmbeddingSpace.objects.filter(pk=space.pk).update(state="building", activates_when_built=True)
    seen: list[int | None] = []

    def look(space: EmbeddingSpace) -> None:
        space.refresh_from_db()
        seen.append(space.scales.pictures)
        activate(space)

    monkeypatch.setattr("embeddings.spaces.lifecycle.activate", look)
    tasks.tend_spaces()
    assert seen == [60]
    space.refresh_from_db()
    assert space.state == "live"
