"""Machines send pictures as files and by address; each says how far it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.history import Change
from catalog.imports.requested.working import work
from catalog.models import Product, ProductImage, RequestedPicture
from embeddings.models import ImageEmbedding
from tests.factories import EmbeddingSpaceFactory, PictureFactory, ProductFactory
from tests.integration.api.conftest import ROOT
from tests.pictures import draw, encode
from tests.scripted_server import ScriptedServer, reply
from web.keys.making import add_secret
from web.keys.models import ApiKey

PATH = "products/by-sku/SKU-1/pictures/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings) -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        yield server


def send(key: ApiKey, data: bytes, **fields: object):
    file = SimpleUploadedFile("x.jpg", data, "image/jpeg")
    headers = {"authorization": f"Bearer {add_secret(key)}"}
    return Client().post(ROOT + PATH, {"image": file, **fields}, headers=headers)


def test_files_are_added_once_described_ordered_and_deleted(call, key: ApiKey) -> None:
    EmbeddingSpaceFactory.create()
    product = ProductFactory.create()
    red, blue = (encode(draw(colour)) for colour in ("red", "blue"))
    first, second = send(key, red, alt="Red"), send(key, blue, position=0)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["embedding"] == {"state": "pending", "error": ""}
    assert send(key, red).status_code == 200
    ids = [each["id"] for each in call("get", PATH, status=200).json()["results"]]
    assert ids == [second.json()["id"], first.json()["id"]]
    call("patch", PATH, {"order": ids[::-1]}, status=200)
    assert product.cover.pk == ids[1]
    call("patch", PATH, {"order": ids[:1]}, status=400)
    call("patch", f"{PATH}{ids[0]}/", {"alt": "Blue"}, status=200)
    ImageEmbedding.objects.filter(image=ids[1]).update(state="failed", error="The picture …")
    states = call("get", PATH, status=200).json()["results"]
    assert states[0]["embedding"]["state"] == "failed"
    call("delete", f"{PATH}{ids[0]}/", status=204)
    call("delete", f"{PATH}{PictureFactory.create(product__sku='other').pk}/", status=404)
    assert list(product.images.values_list("pk", flat=True)) == ids[1:]
    assert set(Change.objects.values_list("user_name", "door")) == {("ERP", "api")}
    refused = send(key, b"no picture")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "image")


def test_addresses_are_fetched_by_a_worker_once_and_told_why_not(
    call, server: ScriptedServer
) -> None:
    product = ProductFactory.create()
    server.answers["/red.jpg"] = reply(encode(draw("red")), etag='"1"')
    urls = [server.url(path) for path in ("/red.jpg", "/gone.jpg")]
    sent = {"pictures": [{"url": url, "alt": "A vase"} for url in urls]}
    waiting = call("post", PATH, sent, status=202).json()["requested"]
    assert [each["state"] for each in waiting] == ["waiting", "waiting"]
    assert not work(seconds=60)
    answer = call("get", PATH, status=200).json()
    (picture,) = answer["results"]
    assert picture["alt"] == "A vase"
    taken, failed = answer["requested"]
    assert (taken["state"], taken["picture"]) == ("taken", picture["id"])
    assert (failed["state"], failed["code"]) == ("failed", "missing")
    assert failed["error"].startswith("There is nothing at this address")
    call("post", PATH, {"pictures": [{"url": urls[0], "position": 3}]}, status=202)
    work(seconds=60)  # what has not changed is not taken again
    assert [(each.pk, each.position) for each in product.images.all()] == [(picture["id"], 3)]
    before = ProductImage.objects.get().sha256
    server.answers["/red.jpg"] = reply(encode(draw("blue")), etag='"2"')
    call("post", PATH, {"pictures": [{"url": urls[0]}]}, status=202)
    work(seconds=60)
    assert ProductImage.objects.get().sha256 != before
    assert Change.objects.filter(user_name="ERP").count() == 2  # added and replaced


def test_no_address_within_the_house_is_asked(call, server: ScriptedServer, settings) -> None:
    settings.VITRINE_FETCH_OWN_NETWORKS = ""
    ProductFactory.create()
    call("post", PATH, {"pictures": [{"url": server.url("/x.jpg")}]}, status=202)
    work(seconds=60)
    assert RequestedPicture.objects.get().code == "not_public"
    assert server.connections == 0
    call("post", PATH, {"pictures": [{"url": "file:///etc/passwd"}]}, status=400)
    call("post", PATH, {"pictures": [{"url": "https://a.example/"}] * 101}, status=400)


def test_what_a_worker_that_died_had_taken_is_fetched_all_the_same(
    call, server: ScriptedServer, settings
) -> None:
    from catalog.imports.requested import claims

    server.answers["/red.jpg"] = reply(encode(draw("red")))
    ProductFactory.create()
    call("post", PATH, {"pictures": [{"url": server.url("/red.jpg")}]}, status=202)
    assert len(claims.claim(token="dead", size=20)) == 1
    work(seconds=60)
    assert not ProductImage.objects.exists()
    RequestedPicture.objects.update(next_at="2026-01-01T00:00Z")  # its claim has ended
    work(seconds=60)
    assert Product.objects.get().images.count() == 1
