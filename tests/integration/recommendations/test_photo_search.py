"""A shopper's own photo: searched with, kept for minutes, and nowhere else."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from PIL import Image

from catalog.images.validation import PictureRefusedError, validate_picture
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.photos import store as photos
from embeddings.photos import vector as photo_vectors
from embeddings.photos.errors import PhotosUnavailableError
from embeddings.worker.state import beat
from recommendations import photo_search
from recommendations.photo_search import start_photo_search
from tests.fixtures.surroundings import broker
from tests.photo_looks import look_of
from tests.pictures import draw, encode
from tests.waiting import ends_within

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


def test_without_a_worker_the_answer_comes_at_once(shop) -> None:
    # Promised; otherwise a shopper stares at a spinner.
    with ends_within(2), pytest.raises(PhotosUnavailableError):
        start_photo_search(upload())
    assert kept() == []


def test_a_worker_that_does_not_answer_is_waited_for_shortly(shop) -> None:
    beat(["photos"])
    with ends_within(2), pytest.raises(PhotosUnavailableError, match="had time"):
        start_photo_search(upload())


def test_a_shop_may_let_its_shoppers_wait_for_longer(shop, settings) -> None:
    settings.VITRINE_PHOTO_WAIT_SECONDS = 2.5  # longer than other questions to the cache may take
    beat(["photos"])
    with pytest.raises(PhotosUnavailableError, match="had time"):
        start_photo_search(upload())


def test_a_frozen_broker_is_not_waited_for(shop) -> None:
    beat(["photos"])
    pid = broker().info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        with ends_within(2), pytest.raises(PhotosUnavailableError):
            start_photo_search(upload())
    finally:
        os.kill(pid, signal.SIGCONT)


def test_more_photos_than_workers_can_serve_are_turned_away(
    shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat(["photos"])
    monkeypatch.setattr("django.conf.settings.VITRINE_PHOTOS_WAITING", 0, raising=False)
    with ends_within(1), pytest.raises(PhotosUnavailableError, match="Too many"):
        start_photo_search(upload())


def test_a_photo_that_validation_refuses_is_not_kept(shop) -> None:
    with pytest.raises(PictureRefusedError):
        start_photo_search(io.BytesIO(b"not a picture"))
    assert kept() == []


def test_a_kept_photo_carries_no_metadata_and_ends_by_itself(shop) -> None:
    exif = Image.Exif()
    exif[0x010E] = "my street"
    exif.get_ifd(0x8825)[1] = "N"
    upload = io.BytesIO(encode(draw("red"), exif=exif, comment=b"secret"))
    photo = photos.keep_photo(validate_picture(upload).jpeg)
    image = Image.open(io.BytesIO(photos.read_photo(photo.id)))
    assert not image.getexif()
    assert "comment" not in image.info
    client = redis.Redis.from_url(settings.CACHE_URL)
    assert 0 < client.ttl(f"photo:{photo.id}") <= conf.PHOTO_LIFETIME_MINUTES * 60


def test_a_late_answer_brings_no_deleted_photo_back(shop, plain_space: EmbeddingSpace) -> None:
    photo = photos.keep_photo(b"jpeg")
    photos.delete_photo(photo.id)
    photo_vectors.answer_question(photo.id, plain_space.pk, None, "asking", {"vectors": [[1.0]]})
    client = redis.Redis.from_url(settings.CACHE_URL)
    assert not client.exists(f"photo:{photo.id}")
    assert all(client.ttl(key) > 0 for key in kept())


def test_a_search_leaves_nothing_on_disk(shop) -> None:
    def files() -> set[Path]:
        return {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}

    before = files()
    with pytest.raises(PhotosUnavailableError):
        start_photo_search(upload())
    assert files() == before


def test_an_answer_of_a_shop_that_is_not_embedded_yet_is_not_complete(
    plain_space: EmbeddingSpace,
    make_product,
    picture: Callable[..., bytes],
    embed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No picture was compared with the photo, so that none was found says nothing."""
    vector = [1.0, *[0.0] * (plain_space.dimensions - 1)]
    monkeypatch.setattr(photo_search, "look_at_photo", lambda *args, **options: look_of(vector))
    make_product("red")

    before = start_photo_search(io.BytesIO(picture("red"))).answer
    embed()
    after = start_photo_search(io.BytesIO(picture("red"))).answer

    assert (before.results, before.complete) == ([], False)
    assert after.complete
