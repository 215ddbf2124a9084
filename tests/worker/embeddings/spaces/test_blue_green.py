"""A space is built, activated and rolled back under uploads and questions, by a real worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue.wake import wake_workers
from embeddings.spaces.lifecycle import activate, create_space, finish_built_spaces, rollback
from tests.fixtures.real_data import real_recipe
from tests.pictures import draw, encode
from tests.waiting import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

BUILD_SECONDS = 90


class Traffic:
    """Somebody who uploads, and somebody who asks, until told to stop."""

    def __init__(self, products: list[Product]) -> None:
        self.products = products
        self.uploaded: list[tuple[int, str]] = []
        self.answers: list[tuple[str, dict]] = []
        self.errors: list[BaseException] = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._keep, args=[act, pause])
            for act, pause in ((self._upload, 0.5), (self._ask, 0.1))
        ]

    def __enter__(self) -> Traffic:
        [thread.start() for thread in self._threads]
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        [thread.join() for thread in self._threads]
        assert self.errors == []

    def _keep(self, act: Callable[[], None], pause: float) -> None:
        try:
            while not self._stop.wait(pause):
                act()
        except BaseException as error:  # noqa: BLE001 - the test fails with whatever it was
            self.errors.append(error)
        finally:
            connections.close_all()

    def _upload(self) -> None:
        number = len(self.uploaded)
        # Of one product: so much alike in unrelated ones, they would be fillers and not compared.
        product = self.products[0]
        picture = draw(f"hsl({number * 7 % 360}, 60%, 60%)", size=200)
        image = add_picture(
            product,
            validate_picture(encode(picture, quality=70 + number % 25)),
            position=9 + number,
        )
        self.uploaded.append((image.pk, image.sha256))

    def _ask(self) -> None:
        slug = self.products[len(self.answers) % len(self.products)].slug
        response = Client().get(f"/api/v1/products/{slug}/similar/?limit=4&min_match=0")
        assert response.status_code == 200, response.content
        self.answers.append((slug, response.json()))


@pytest.fixture
def products(make_product) -> list[Product]:
    return [
        make_product(f"hsl({hue}, 80%, 45%)", shape=shape)
        for hue in range(0, 360, 60)
        for shape in ("ellipse", "rectangle")
    ]


def assert_of_one_space(answers: list[tuple[str, dict]]) -> set[str]:
    """No answer is empty, and each score is a cosine of the answer's own space; the spaces."""
    vectors: dict[tuple[str, str], list[np.ndarray]] = {}
    rows = ImageEmbedding.objects.ready().values_list(
        "space__name", "image__product__slug", "vector"
    )
    for space, slug, vector in rows:
        vectors.setdefault((space, slug), []).append(np.array(vector))
    for slug, answer in answers:
        space = answer["space"]
        assert answer["complete"], (slug, answer)
        assert answer["results"], (slug, answer)
        for result in answer["results"]:
            other = result["product"]["slug"]
            cosines = np.array(vectors[space, slug]) @ np.array(vectors[space, other]).T
            assert np.abs(cosines - result["score"]).min() < 2e-3, (space, slug, other)
    return {answer["space"] for _, answer in answers}


def schedule() -> str:
    return str(settings.VITRINE_DATA / f"schedule-{time.monotonic_ns()}")


def wait_until_built(space: EmbeddingSpace, worker) -> None:
    def is_ready() -> bool:
        finish_built_spaces()  # beat's part, oftener
        return EmbeddingSpace.objects.get(pk=space.pk).state == "ready"

    wait_until(is_ready, BUILD_SECONDS, worker.output)


@pytest.mark.parametrize(
    ("live", "next"),
    [
        pytest.param("hog+lab_color", ["lab_color"], id="without weights"),
        pytest.param(real_recipe(), ["efficientnet_lite0", "hog+lab_color"], id="networks"),
    ],
)
def test_no_answer_mixes_spaces_none_is_empty_and_no_upload_is_missed(
    live, next, start_worker, products
) -> None:
    first = create_space(live)
    worker = start_worker("--beat", "--schedule", schedule())
    wait_until(lambda: not first.embeddings.pending().exists(), BUILD_SECONDS, worker.output)

    with Traffic(products) as traffic:
        for recipe in next:
            space = create_space(recipe)
            wake_workers(even_if_sent=True)
            assert space.dimensions != EmbeddingSpace.objects.live().dimensions
            wait_until_built(space, worker)
            activate(space)
            enough = len(traffic.answers) + 10
            wait_until(partial(lambda enough: len(traffic.answers) > enough, enough), 30)
        rollback()
        asked = len(traffic.answers)
        wait_until(lambda: len(traffic.answers) > asked + 10, 30)

    wait_until(lambda: not ImageEmbedding.objects.pending().exists(), 30, worker.output)
    assert len(assert_of_one_space(traffic.answers)) == 1 + len(next)
    assert len(traffic.uploaded) > 3
    for image, sha256 in traffic.uploaded:
        rows = ImageEmbedding.objects.filter(image=image).values_list("state", "digest")
        assert list(rows) == [("ready", sha256)] * (1 + len(next))


def test_a_build_goes_on_where_a_killed_worker_left_it(
    start_worker, plain_space: EmbeddingSpace, make_product
) -> None:
    product = make_product()
    for number in range(100):
        picture = draw(f"hsl({number * 7 % 360}, 60%, 60%)", size=200)
        add_picture(
            product, validate_picture(encode(picture, quality=70 + number % 25)), position=number
        )
    slow = {"app": "tests.worker.odd_worker", "ODD_PICTURES": '{"*": 0.05}'}
    worker = start_worker(**slow)
    wait_until(lambda: not plain_space.embeddings.pending().exists(), BUILD_SECONDS, worker.output)
    space = create_space("lab_color")
    wake_workers(even_if_sent=True)
    wait_until(lambda: space.embeddings.ready().exists(), 30, worker.output)
    worker.kill()
    # Half a minute of waiting, for which there are other tests.
    space.embeddings.exclude(claim="").update(lease_expires_at=timezone.now())
    done = set(space.embeddings.ready().values_list("pk", "embedded_at"))
    assert 0 < len(done) < 100

    worker = start_worker("--beat", "--schedule", schedule(), **slow)
    wait_until_built(space, worker)
    assert space.embeddings.ready().count() == 100
    assert done <= set(space.embeddings.values_list("pk", "embedded_at")), "nothing is done twice"
    assert plain_space.embeddings.ready().count() == 100
