"""Photo search over REST: what is refused, and how."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from catalog.images.validation import concurrency
from catalog.models import Category, ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.photos import store as photos
from embeddings.photos import vector as photo_vectors
from embeddings.pipeline import Box
from tests.photo_looks import told_of
from tests.pictures import encode
from tests.waiting import ends_within
from web import rate_limits

PHOTOS = "/api/v1/photo-searches/"


def upload(data: bytes = b"", *, status: int, name: str = "photo.jpg", **fields: object):
    """Post a photo; the answer."""
    body = {"image": SimpleUploadedFile(name, data), **fields}
    response = Client().post(PHOTOS, body)
    assert response.status_code == status, response.content
    return response


def fields_of(response) -> dict[str, str]:
    return {entry["field"]: entry["code"] for entry in response.json()["errors"]}


@pytest.fixture
def _vector_of_every_photo(
    plain_space: EmbeddingSpace, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shop of three products in which every photo looks like the first."""
    for colour in ("red", "crimson", "blue"):
        make_product(colour)
    embed()
    vector = ProductImage.objects.first().embeddings.get().vector
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: _told(*args, vector=vector))


def _told(client, photo, space, region, *, vector) -> bytes:
    told = told_of(vector)
    client.hset(photos.photo_key(photo), photo_vectors._field(space.pk, region), told)
    return told


@pytest.mark.usefixtures("_vector_of_every_photo")
def test_a_photo_is_searched_with_again_and_again_until_deleted(
    client: Client, picture: Callable[..., bytes], category: Category
) -> None:
    with timezone.override("Asia/Tokyo"):
        response = upload(picture("red"), status=201, limit=2)
    assert response.json()["expires_at"].endswith("Z")

    answer = response.json()
    assert answer.keys() == {
        *("id", "expires_at", "region", "framing", "regions", "nothing_close"),
        *("space", "complete", "relaxed", "took_ms", "results"),
    }
    assert [row["product"]["slug"] for row in answer["results"]] == ["product-1", "product-2"]
    assert answer["results"][0]["match"] == 100
    assert response["Location"] == f"http://testserver{PHOTOS}{answer['id']}/"
    assert response["Cache-Control"] == "no-store"

    again = client.get(response["Location"], {"price_min": "2", "region": "0,0,0.5,0.5"})
    assert [row["product"]["slug"] for row in again.json()["results"]] == ["product-2", "product-3"]
    assert again.json()["id"] == answer["id"]

    assert client.delete(response["Location"]).status_code == 204
    for gone in (client.get(response["Location"]), client.delete(response["Location"])):
        assert gone.status_code == 404
        assert gone.json()["code"] == "photo_gone"


def test_where_nothing_comes_close_the_nearest_are_a_question_away(
    client: Client, picture: Callable[..., bytes], far_photos: None
) -> None:
    response = upload(picture("red"), status=201)
    answer = response.json()
    assert (answer["results"], answer["nothing_close"], answer["complete"]) == ([], True, True)

    nearest = client.get(response["Location"], {"min_match": "0"}).json()
    assert len(nearest["results"]) == 3
    assert nearest["nothing_close"] is False
    # Where the conditions leave nothing, nothing is held back.
    none = client.get(response["Location"], {"price_min": "99"}).json()
    assert (none["results"], none["nothing_close"]) == ([], False)


@pytest.mark.usefixtures("_vector_of_every_photo")
def test_drafts_and_sold_out_products_do_not_show(
    client: Client, picture: Callable[..., bytes], make_product, embed
) -> None:
    make_product("red", is_published=False)
    make_product("red", stock=0)
    embed()

    found = upload(picture("red"), status=201).json()["results"]
    assert {row["product"]["slug"] for row in found} == {"product-1", "product-2", "product-3"}
    found = upload(picture("red"), status=201, in_stock="false").json()["results"]
    assert "product-5" in {row["product"]["slug"] for row in found}
    assert "product-4" not in {row["product"]["slug"] for row in found}


@pytest.mark.usefixtures("_vector_of_every_photo")
@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "\u202egpj.exe", "x" * 300 + ".jpg", "写真" * 42, "💐.jpg", "a;b"]
)
def test_the_name_of_the_file_does_not_matter(picture: Callable[..., bytes], name) -> None:
    upload(picture("red"), status=201, name=name)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"<html>" + b"x" * 500, "format"),
        (b"\xff\xd8\xff\xe0" + bytes(500), "undecodable"),
        (encode(Image.new("RGB", (8, 8))), "side_too_short"),
        (encode(Image.new("1", (4000, 2001)), "PNG"), "too_many_pixels"),
        (b"x" * (10 * 1024**2 + 1), "too_many_bytes"),
    ],
)
def test_a_picture_that_breaks_a_rule_is_told_which(db, data, code) -> None:
    response = upload(data, status=400)

    assert response.json()["code"] == code
    assert fields_of(response) == {"image": code}
    assert response.json()["message"]


@pytest.mark.parametrize(
    "region",
    [
        "0,0,1",
        "0,0,1,1,1",
        "a,b,c,d",
        "0,0,0,1",
        "0,0,1,0",
        "0,0,-1,1",
        "-0.1,0,0.5,0.5",
        "0.6,0,0.5,0.5",
        "0,0.6,0.5,0.5",
        "nan,0,1,1",
        "0,0,inf,1",
        "0,0,1e-300,1",
        "1e308,1e308,1,1",
        "0;0;1;1",
        "\0",
    ],
)
def test_absurd_regions_are_refused(db, picture: Callable[..., bytes], region) -> None:
    assert fields_of(upload(picture("red"), status=400, region=region)).keys() == {"region"}
    answer = Client().get(f"{PHOTOS}{'x' * 22}/", {"region": region})
    assert answer.status_code == 400
    assert fields_of(answer).keys() == {"region"}


def test_fields_are_as_strict_as_parameters(
    db, client: Client, picture: Callable[..., bytes]
) -> None:
    assert fields_of(upload(picture(), status=400, limit=-1, x=1)) == {
        "limit": "min_value",
        "x": "unknown",
    }
    assert fields_of(client.post(PHOTOS, {})) == {"image": "required"}
    assert fields_of(client.post(PHOTOS, {"image": "text"})) == {"image": "invalid"}
    two = [SimpleUploadedFile("a.jpg", picture()), SimpleUploadedFile("b.jpg", picture())]
    assert fields_of(client.post(PHOTOS, {"image": two})) == {"image": "repeated"}
    response = client.post(f"{PHOTOS}?limit=3", {"image": two[0]})
    assert fields_of(response) == {"limit": "unknown"}


def test_an_unknown_photo_is_not_found(db, client: Client) -> None:
    for photo in ("nope", "x" * 22, "x" * 5000):
        for response in (client.get(f"{PHOTOS}{photo}/"), client.delete(f"{PHOTOS}{photo}/")):
            assert response.status_code == 404
            assert response.json().keys() == {"code", "message", "errors"}


def test_other_content_types_and_methods_are_refused_by_name(db, client: Client) -> None:
    response = client.post(PHOTOS, "{}", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")
    response = client.get(PHOTOS)
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in response["Allow"]
    response = client.post(PHOTOS, b"--x\r\n", content_type="multipart/form-data; boundary=y")
    assert response.status_code == 400
    response = client.post(PHOTOS, b"-", content_type="multipart/form-data")
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("part", ["field", "file"])
def test_forms_of_too_many_parts_are_refused(db, client: Client, part) -> None:
    head = 'Content-Disposition: form-data; name="p{}"' + ('; filename="f"' * (part == "file"))
    body = "".join(f"--x\r\n{head.format(n)}\r\n\r\n1\r\n" for n in range(10_000)) + "--x--\r\n"

    response = client.post(PHOTOS, body.encode(), content_type="multipart/form-data; boundary=x")

    assert (response.status_code, response.json()["code"]) == (400, "too_many_fields")


def test_a_form_whose_fields_are_large_is_refused(db, client: Client) -> None:
    response = client.post(PHOTOS, {"region": "1" * (3 * 1024**2)})

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_without_a_worker_the_answer_is_503_within_two_seconds(
    plain_space: EmbeddingSpace, picture: Callable[..., bytes]
) -> None:
    with ends_within(2):
        response = upload(picture("red"), status=503)

    assert response.json()["code"] == "unavailable"
    assert int(response["Retry-After"]) > 0


def test_without_a_place_at_the_decoder_the_answer_is_503(
    db, picture: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    concurrency.slots.use(threading.BoundedSemaphore(1))
    with concurrency.decode_slot(max_wait_s=1):
        response = upload(picture("red"), status=503)

    assert response.json()["code"] == "busy"
    assert int(response["Retry-After"]) > 0


def test_who_uploads_too_often_is_told_when_to_come_back(
    db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "photo", rate_limits.Limit(2, 60))

    statuses = [Client().post(PHOTOS, {}).status_code for _ in range(3)]
    response = Client().post(PHOTOS, {})

    assert statuses == [400, 400, 429]
    assert response.json()["code"] == "rate_limited"
    assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.usefixtures("_vector_of_every_photo")
def test_what_was_found_in_a_photo_can_be_asked_for_again(
    client: Client, picture: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = (
        Box(x=0.1, y=0.2, width=0.3, height=0.4, score=0.9),
        Box(x=0.6, y=0.5, width=0.2, height=0.3, score=0.8),
    )
    asked = []
    vector = ProductImage.objects.first().embeddings.get().vector

    def ask(client, photo, space, region) -> bytes:
        asked.append(region)
        used = (region or boxes[0].sides,)
        return told_of(vector, framing="white", used=used, proposed=boxes)

    monkeypatch.setattr(photo_vectors, "_ask_worker", ask)
    response = upload(picture("red"), status=201)
    answer = response.json()
    assert answer["framing"] == "white"
    assert answer["region"] == {"x": 0.1, "y": 0.2, "width": 0.3, "height": 0.4}
    assert answer["regions"] == [
        {"x": 0.1, "y": 0.2, "width": 0.3, "height": 0.4, "score": 0.9, "used": True},
        {"x": 0.6, "y": 0.5, "width": 0.2, "height": 0.3, "score": 0.8, "used": False},
    ]

    other = client.get(response["Location"], {"region": "0.6,0.5,0.2,0.3"}).json()
    assert [region["used"] for region in other["regions"]] == [False, True]
    whole = client.get(response["Location"], {"region": "whole"}).json()
    assert whole["region"] == {"x": 0, "y": 0, "width": 1, "height": 1}
    assert asked == [None, (0.6, 0.5, 0.2, 0.3), (0, 0, 1, 1)]


@pytest.mark.usefixtures("_vector_of_every_photo")
def test_facets_say_what_each_value_would_leave_whatever_is_chosen(
    picture: Callable[..., bytes], make_product, embed
) -> None:
    for brand in ("Alba", "Alba", "Borea"):
        make_product("red", brand=brand)
    embed()
    found = upload(picture("red"), status=201, facets="true", brand="Alba", limit=1).json()
    assert len(found["results"]) == 1
    counts = {each["brand"]: each["count"] for each in found["facets"]["brand"]}
    assert (counts["Alba"], counts["Borea"]) == (2, 1)
