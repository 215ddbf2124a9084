"""Where a shopper shows a photo: what is refused, and in which words."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from catalog.images.validation import concurrency
from embeddings.models import EmbeddingSpace
from embeddings.photos import store as photos
from embeddings.photos import vector as photo_vectors
from embeddings.photos.errors import PhotosUnavailableError
from tests.pictures import encode
from tests.waiting import ends_within
from web import rate_limits
from web.body_limit import MAX_BODY_BYTES

AWAY = "Photo search is not available just now; please try again in a moment."
BUSY = "Too many pictures at once; try again in a moment."


def problem(response) -> str:
    """The sentence that the page shows."""
    sentence = response.context["problem"]
    assert f'role="alert">{sentence}</p>' in response.content.decode()
    return sentence


def test_the_form_is_never_kept(client: Client, db) -> None:
    response = client.get("/photo/")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert 'role="alert"' not in response.content.decode()
    assert "At most 10 MB: JPEG up to 52 megapixels" in response.content.decode()


def test_a_photo_leads_to_its_results(
    photo_answers, send_photo, picture: Callable[..., bytes]
) -> None:
    response = send_photo(picture("red"))

    assert response.status_code == 302
    photo = response["Location"].split("/")[2]
    assert response["Location"] == f"/photo/{photo}/"
    assert photos.read_photo(photo).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xff\xd8\xff\xe0" + bytes(500), "damaged"),
        (encode(Image.new("RGB", (8, 8))), "8"),
        (encode(Image.new("1", (4000, 2001)), "PNG"), "megapixels"),
        (b"x" * (10 * 1024**2 + 1), "10 MB"),
    ],
)
def test_a_refused_picture_is_told_why(db, send_photo, data, words) -> None:
    response = send_photo(data)

    assert response.status_code == 400
    assert words in problem(response)
    assert "Retry-After" not in response


def test_no_photo_at_all(client: Client, db) -> None:
    for body in ({}, {"image": "text"}):
        response = client.post("/photo/", body)
        assert (response.status_code, problem(response)) == (400, "Choose a photo first.")


def test_a_body_that_is_too_big_gets_a_page(client: Client, db) -> None:
    response = client.post(
        *("/photo/", b"x"),
        content_type="multipart/form-data",
        CONTENT_LENGTH=str(MAX_BODY_BYTES + 1),
    )

    assert response.status_code == 413
    assert "<h1>That is too big</h1>" in response.content.decode()
    assert "at most 11 MB" in response.content.decode()


def test_without_a_worker_the_answer_is_503_within_two_seconds(
    plain_space: EmbeddingSpace, send_photo, picture: Callable[..., bytes]
) -> None:
    with ends_within(2):
        response = send_photo(picture("red"))

    assert (response.status_code, problem(response)) == (503, AWAY)
    assert int(response["Retry-After"]) > 0


def test_a_photo_that_no_worker_had_time_for_waits_to_be_asked_again(
    client: Client, photo_answers, send_photo, picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = photo_vectors._ask_worker

    def away(*args: object) -> bytes:
        raise PhotosUnavailableError("No worker had time to look at the photo.")

    monkeypatch.setattr(photo_vectors, "_ask_worker", away)
    sent = send_photo(picture("red"))
    (address,) = re.findall(r'href="(/photo/[^"]+/)" data-retry-after="3"', sent.content.decode())
    waiting = client.get(address)
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "3")
    assert 'data-retry-after="3"' in waiting.content.decode()
    assert client.get(f"{address}image").status_code == 200

    monkeypatch.setattr(photo_vectors, "_ask_worker", answer)
    page = client.get(address)
    assert len(page.context["search"].answer.results) == 3
    assert "data-retry-after" not in page.content.decode()


def test_without_a_space_the_answer_is_503(db, send_photo, picture: Callable[..., bytes]) -> None:
    response = send_photo(picture("red"))

    assert (response.status_code, problem(response)) == (503, AWAY)


def test_without_the_cache_the_answer_is_503(
    plain_space: EmbeddingSpace,
    send_photo,
    picture: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "CACHE_URL", "unix:///nowhere/cache.sock")
    response = send_photo(picture("red"))

    assert (response.status_code, problem(response)) == (503, AWAY)


def test_without_a_place_at_the_decoder_the_answer_is_503(
    db, send_photo, picture: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    concurrency.slots.use(threading.BoundedSemaphore(1))
    with concurrency.decode_slot(max_wait_s=1):
        response = send_photo(picture("red"))

    assert (response.status_code, problem(response)) == (503, BUSY)
    assert response["Retry-After"] == "1"


def test_who_asks_too_often_is_told_when_to_come_back(
    client: Client, db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "photo", rate_limits.Limit(2, 60))

    statuses = [client.post("/photo/", {}).status_code for _ in range(3)]
    response = client.post("/photo/", {})

    assert statuses == [400, 400, 429]
    assert problem(response).startswith("Too many requests")
    assert 0 < int(response["Retry-After"]) <= 60
    assert client.get("/photo/").status_code == 200


def test_a_form_of_another_site_is_refused(db, picture: Callable[..., bytes]) -> None:
    strict = Client(enforce_csrf_checks=True)
    for headers in ({}, {"origin": "https://other.example"}, {"origin": "null"}):
        response = strict.post("/photo/", {"image": "x"}, headers=headers)
        assert response.status_code == 403, headers
        assert "<h1>Please send that again</h1>" in response.content.decode()

    ours = strict.post("/photo/", {"image": "x"}, headers={"origin": "http://testserver"})
    assert ours.status_code == 400, "taken, and found to be no picture"
    assert not ours.cookies
