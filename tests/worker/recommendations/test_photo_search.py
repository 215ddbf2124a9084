"""A shopper's own photo, searched with by a real worker."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import redis
from django.apps import apps
from django.conf import settings
from PIL import Image

from catalog.product_filter import ProductFilter
from embeddings.models import EmbeddingSpace, PhotoMean, PhotoSpread
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


COLOURS = ("red", "navy", "gold", "teal", "plum", "olive", "coral", "black", "sienna", "orchid")


def row_counts() -> dict[str, int]:
    return {model._meta.db_table: model._default_manager.count() for model in apps.get_models()}


def all_files() -> set[Path]:
    """All that lies in the shop's own folder, but for logs and the servers' data."""
    kinds = ("*.jpg", "*.jpeg", "*.png", "*.npy", "*.npz", "*.json", "*.tmp")
    return {path for kind in kinds for path in settings.VITRINE_DATA.rglob(kind)}


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
    wait_until(lambda: read_worker_state().alive["photos"], 60, worker.output)

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
def test_of_ten_photos_their_sum_is_kept_and_nothing_else(shop, start_worker) -> None:
    """Not a photo and not a vector of one: in no table, in neither Redis, in no file."""
    worker = start_worker()
    wait_until(lambda: read_worker_state().alive["photos"], 60, worker.output)
    tables, files = row_counts(), all_files()
    sizes = (180, 200, 220, 240, 260, 280, 300, 340, 380, 420)
    searched = []
    for size, colour in zip(sizes, COLOURS, strict=True):
        canvas = Image.new("RGB", (460, 460), COLOURS[-1 - COLOURS.index(colour)])
        canvas.paste(draw(colour, size=size), (size // 9, size // 7))
        search = start_photo_search(io.BytesIO(encode(canvas)))
        repeat_photo_search(search.photo.id, region=(0.0, 0.0, 0.5, 0.5))
        searched.append(search.photo.id)

    wait_until(lambda: PhotoMean.objects.filter(framing="whole").exists(), 60, worker.output)
    assert all(map(photos.delete_photo, searched))
    grown = {table for table, count in row_counts().items() if count > tables[table]}
    assert grown <= {PhotoMean._meta.db_table, PhotoSpread._meta.db_table}
    for row in PhotoMean.objects.all():
        assert row.photos == 10
        assert len(row.sums) == 4 * (1764 + 294)  # as many numbers as one photo has, of all ten
    assert kept() == []
    assert all_files() == files


@pytest.mark.worker
def test_a_photo_without_anything_in_it_is_refused_in_words(db, make_product, start_worker) -> None:
    create_space("hog")
    worker = start_worker()
    wait_until(lambda: read_worker_state().alive["photos"], 60, worker.output)
    with pytest.raises(PhotoUnusableError, match="nothing in this photo"):
        start_photo_search(io.BytesIO(encode(Image.new("RGB", (300, 300), "white"))))
    assert kept() == []
