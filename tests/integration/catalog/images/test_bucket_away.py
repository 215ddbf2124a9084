"""An object storage that is down, frozen or refuses: told in bounded time, and nothing is lost."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.images.avif import draw_due
from catalog.images.storage.bucket import BucketStorage
from catalog.models import Product, ProductImage
from catalog.tasks import sweep_files
from embeddings.failures import FILE_MISSING
from embeddings.models import EmbeddingSpace
from infra.process_state import reset_all
from monitoring.checks.run import run_checks
from tests.pictures import draw, encode
from tests.waiting import ends_within
from web.keys.making import add_secret
from web.keys.models import ApiKey

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["down", "frozen"])
def stop(request, bucket_storage: BucketStorage) -> Iterator[Callable[[], Callable[[], None]]]:
    """Make the storage one that is away; what comes back makes it answer again."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    if request.param == "frozen":
        listening.listen()
    there = bucket_storage.endpoint_url

    def back() -> None:
        bucket_storage.endpoint_url = there
        reset_all()  # as after the moment for which nobody asks

    def stop() -> Callable[[], None]:
        bucket_storage.endpoint_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        return back

    yield stop
    back()
    listening.close()


def send(product: Product) -> tuple[int, dict[str, object]]:
    key = ApiKey.objects.create(name=f"ERP {ApiKey.objects.count()}", scopes=["write"])
    answer = Client().post(
        f"/api/v1/products/by-sku/{product.sku}/pictures/",
        {"image": SimpleUploadedFile("x.jpg", encode(draw("blue")), "image/jpeg")},
        headers={"authorization": f"Bearer {add_secret(key)}"},
    )
    return answer.status_code, answer.json()


def test_while_it_is_away_all_else_goes_on_and_later_everything_does(
    bucket, stop, make_product, plain_space: EmbeddingSpace, embed, admin_client: Client
) -> None:
    product = make_product("red")
    image = product.images.get()
    kept = bucket.objects()
    comes_back = stop()

    with ends_within(6):
        status, told = send(product)
    assert (status, told["code"]) == (503, "unavailable")
    assert "the object storage does not answer" in str(told["message"])
    with ends_within(1):  # nobody else waits for it now
        assert send(product)[0] == 503
        shown = Client().get(image.url_at(160))
        assert (shown.status_code, shown["Retry-After"]) == (503, "5")
        assert Client().get(f"/p/{product.slug}/").status_code == 200
        page = reverse("admin:catalog_product_change", args=[product.pk])
        assert admin_client.get(page).status_code == 200
        assert embed() == 0
        assert (draw_due(go_on=lambda: True), sweep_files()) == (0, 0)
    row = image.embeddings.get()
    assert (row.state, row.attempts, row.claim) == ("pending", 0, "")
    check = run_checks()["pictures"]
    assert (check["ok"], "does not answer" in check["message"]) == (False, True)
    assert bucket.objects() == kept
    assert product.images.count() == 1

    comes_back()
    assert embed() == 1
    assert draw_due(go_on=lambda: True) == 1
    assert send(product)[0] == 201
    assert Client().get(image.url_at(160)).status_code == 200
    assert run_checks()["pictures"] == {"ok": True}


def test_what_is_deleted_meanwhile_is_swept_later(bucket, stop, make_product, settings) -> None:
    product = make_product("red", "blue")
    comes_back = stop()
    with ends_within(6):
        product.delete()
    assert bucket.objects()
    comes_back()
    settings.VITRINE_PICTURE_ORPHAN_SECONDS = -60
    assert sweep_files() == 2
    assert bucket.objects() == set()


def test_a_missing_object_is_told_to_staff_and_is_not_found_by_shoppers(
    bucket, make_product, plain_space, embed
) -> None:
    lost, _kept = make_product("red", "blue").images.all()
    lost.image.storage.delete_picture(lost.image.name)
    assert embed() == 1
    assert (lost.embeddings.get().state, lost.embeddings.get().error) == ("failed", FILE_MISSING)
    assert Client().get(lost.image.url).status_code == 404


def test_a_bucket_that_is_not_there_is_no_fault_of_any_picture(
    bucket, bucket_storage: BucketStorage, make_product, plain_space, embed
) -> None:
    product = make_product("red")
    bucket_storage.bucket_name = "another"
    status, told = send(product)
    assert (status, "has no such bucket" in str(told["message"])) == (503, True)
    assert embed() == 0
    assert ProductImage.objects.get().embeddings.get().attempts == 0
    assert "has no such bucket" in run_checks()["pictures"]["message"]
