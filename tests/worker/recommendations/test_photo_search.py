"""A shopper's own photo, searched with by a real worker."""

from __future__ import annotations

import io
from typing import Any

import pytest
import redis
from django.conf import settings
from PIL import Image

from catalog.product_filter import ProductFilter
from embeddings.models import EmbeddingSpace
from embeddings.photos import store as photos
from embeddings.photos.errors import PhotoGoneError, PhotoUnusableError
from embeddings.spaces.lifecycle import create_space
from embeddings.worker.state import read_worker_state
from recommendations.photo_search import repeat_photo_search, start_photo_search
from recommendations.request.question import SearchOptions
from tests.pictures import draw, encode
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def kept() -> list[bytes | str]:
    client = redis.Redis.from_url(settings.CACHE_URL)
    return [key for key in client.keys("photo*") if key != b"photos:waiting"]


def upload(colour: str = "red", **options: Any) -> io.BytesIO:
    return io.BytesIO(encode(draw(colour, **options)))


@pytest.fixture
def shop(plain_space: EmbeddingSpace, make_product, embed):
    """Two products that a photo can be told apart by."""
    products = make_product("red"), make_product("blue", shape="rectangle")
    embed()
    return products


@pytest.mark.worker
def test_a_photo_finds_what_looks_like_it_and_can_be_asked_again(shop, start_worker) -> None:
    red, blue = shop
    worker = start_worker()
    wait_until(lambda: read_worker_state().alive["photos"], 10, worker.output)

    search = start_photo_search(upload("red"))
    assert [similar.product.pk for similar in search.answer.results] == [red.pk, blue.pk]
    assert search.answer.results[0].score > 0.99

    half = repeat_photo_search(search.photo.id, region=(0.0, 0.0, 0.5, 1.0))
    assert len(half.answer.results) == 2
    assert half.answer.results[0].score != search.answer.results[0].score

    # What is known needs no worker any more.
    worker.kill()
    again = repeat_photo_search(
        search.photo.id, options=SearchOptions(filters=ProductFilter(price_min=blue.price))
    )
    assert [similar.product.pk for similar in again.answer.results] == [blue.pk]

    assert photos.delete_photo(search.photo.id)
    assert kept() == []
    with pytest.raises(PhotoGoneError):
        repeat_photo_search(search.photo.id)


@pytest.mark.worker
def test_a_photo_without_anything_in_it_is_refused_in_words(db, make_product, start_worker) -> None:
    create_space("hog")
    worker = start_worker()
    wait_until(lambda: read_worker_state().alive["photos"], 10, worker.output)
    with pytest.raises(PhotoUnusableError, match="nothing in this photo"):
        start_photo_search(io.BytesIO(encode(Image.new("RGB", (300, 300), "white"))))
    assert kept() == []
