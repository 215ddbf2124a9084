"""A disk that takes no picture: what did not fit is told, and what did is kept."""

from __future__ import annotations

import errno

import pytest
from django.urls import reverse

from catalog.models import Category, HeldPicture, Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from infra.files import atomic
from tests.filled_form import stored_files

# Real commits: files go and wake-ups leave only after one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def failing_disk(monkeypatch: pytest.MonkeyPatch):
    """A disk that accepts a few files and then is full: failing_disk(after=5)."""

    def fail(*, after: int, reason: int = errno.ENOSPC):
        written = []
        write = atomic._write

        def write_some(path, chunks, **options):
            written.append(path)
            if len(written) > after:
                raise OSError(reason, "no")
            write(path, chunks, **options)

        monkeypatch.setattr(atomic, "_write", write_some)

    return fail


def test_a_full_disk_costs_only_the_pictures_that_did_not_fit(
    plain_space: EmbeddingSpace, make_product, send, upload, failing_disk
) -> None:
    product = make_product("red")
    old, files = product.images.get(), stored_files()
    failing_disk(after=5)  # one picture with its renditions, and a part of the next

    page = send(product, name="Renamed", new_pictures=[upload("green"), upload("black")])

    assert page.status_code == 507
    shown = page.content.decode()
    assert "the disk is full." in shown
    assert "The good pictures are kept" in shown
    assert 'value="Renamed"' in shown
    kept = HeldPicture.objects.get()
    assert {kept.image.name[:-4] in name for name in stored_files() - files} == {True}
    assert product.images.get().sha256 == old.sha256
    product.refresh_from_db()
    assert product.name != "Renamed"


def test_a_full_disk_leaves_nothing_of_a_picture(
    plain_space: EmbeddingSpace, make_product, send, upload, failing_disk
) -> None:
    product, files = make_product("red"), stored_files()
    failing_disk(after=2)

    page = send(product, **{"images-0-picture": upload("blue")})

    assert page.status_code == 507
    assert stored_files() == files
    assert not HeldPicture.objects.exists()
    assert ImageEmbedding.objects.count() == 1


def test_the_scripts_door_says_that_it_may_pass(
    admin_client, make_product, upload, failing_disk
) -> None:
    failing_disk(after=0)
    data = {"product": make_product().pk, "picture": upload("green")}

    answer = admin_client.post(reverse("admin:catalog_product_hold_picture"), data)

    assert (answer.status_code, answer.json()["code"]) == (507, "full")


def test_a_read_only_folder_says_so(make_product, send, upload, failing_disk) -> None:
    failing_disk(after=0, reason=errno.EROFS)

    page = send(make_product(), new_pictures=[upload("green")])

    assert page.status_code == 503
    assert "read-only" in page.content.decode()
    assert "Nothing was saved yet." in page.content.decode()


def test_a_new_product_whose_picture_cannot_be_stored_is_not_made(
    category: Category, send, upload, failing_disk
) -> None:
    failing_disk(after=0)
    fields = {"name": "Vase", "sku": "V-1", "category": category.pk, "price": 9, "stock": 1}

    page = send(None, **fields, new_pictures=[upload("green")])

    assert page.status_code == 507
    assert not Product.objects.exists()
