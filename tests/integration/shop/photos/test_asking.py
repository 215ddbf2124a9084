"""What may be asked of a photo's page: prices, wishes in words, kinds; and what is left of it."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
import redis
from django.conf import settings
from django.test import Client

from embeddings.photos import vector as photo_vectors
from embeddings.pipeline import Box
from tests.photo_looks import told_of


@pytest.fixture
def address(photo_answers, send_photo, picture: Callable[..., bytes]) -> str:
    """Where the results of a red photo are."""
    return send_photo(picture("red"))["Location"]


def test_prices_that_hold_nothing_are_told_and_left_out(client: Client, address) -> None:
    page = client.get(f"{address}?price_min=50&price_max=10").content.decode()

    assert "The price “from” (€50.00) is above the price “to” (€10.00)." in page
    assert page.count('class="card"') == 3
    assert 'role="alert"' not in client.get(f"{address}?price_min=1&price_max=1").content.decode()


def test_where_little_is_close_the_kinds_of_the_nearest_are_offered(
    client: Client, far_photos: None, send_photo, picture: Callable[..., bytes]
) -> None:
    address = send_photo(picture("red"))["Location"]
    page = client.get(f"{address}?look=").content.decode()
    assert 'href="?look=&amp;category=vases&amp;nearest=1"' in page

    asked = client.get(f"{address}?category=vases&nearest=1")
    assert len(asked.context["search"].answer.results) == 3
    assert "What is it?" not in asked.content.decode()


def test_the_frame_that_the_shop_drew_is_no_other_region(
    client: Client, photo_answers, send_photo, picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filters send the frame along: of several things the answer must stay that of each."""
    boxes = (
        Box(x=0.1, y=0.2, width=0.3, height=0.4, score=0.9),
        Box(x=0.6, y=0.5, width=0.2, height=0.3, score=0.8),
    )
    used = tuple(box.sides for box in boxes)
    row = photo_answers[0].images.get().embeddings.get()
    told = told_of(row.vector, framing="white", used=used, by_default=used, proposed=boxes)
    asked: list[object] = []

    def ask(*args: object) -> bytes:
        asked.append(args[-1])
        return told

    monkeypatch.setattr(photo_vectors, "_ask_worker", ask)
    address = send_photo(picture("red"))["Location"]
    client.get(f"{address}?x=10&y=20&w=70&h=60&category=vases")
    assert set(asked) == {None}
    client.get(f"{address}?x=10&y=20&w=70&h=61")
    assert asked[-1] == (0.1, 0.2, 0.7, 0.61)


def test_a_photo_ends_by_itself_and_stands_in_no_log(
    client: Client, photo_answers, send_photo, picture, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        address = send_photo(picture("red"), name="my-living-room.jpg")["Location"]
        client.get(address)
        client.get(f"{address}image")
    photo = address.split("/")[2]
    assert photo not in caplog.text
    assert "my-living-room" not in caplog.text

    cache = redis.Redis.from_url(settings.CACHE_URL)
    left = [cache.ttl(key) for key in cache.keys(f"*{photo}*")]
    assert left
    assert all(0 < seconds <= 15 * 60 for seconds in left)
    client.post(f"{address}forget/")
    assert cache.keys(f"*{photo}*") == []
