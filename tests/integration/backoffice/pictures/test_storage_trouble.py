"""A disk that takes no picture: nothing is saved, the form comes back and says why."""

from __future__ import annotations

import errno

import pytest

from backoffice.pictures import fields
from catalog.images.validation import validate_picture
from catalog.models import Category, Product
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


@pytest.mark.parametrize("after", [0, 2, 5, 9])
def test_a_full_disk_leaves_nothing_and_says_so(
    plain_space: EmbeddingSpace, make_product, send, upload, failing_disk, after
) -> None:
    product = make_product("red")
    old, files = product.images.get(), stored_files()
    failing_disk(after=after)

    page = send(
        product,
        **{"name": "Renamed", "images-0-picture": upload("blue")},
        new_pictures=[upload("green"), upload("black")],
    )

    assert page.status_code == 507
    assert "the disk is full. Nothing was saved." in page.content.decode()
    assert 'value="Renamed"' in page.content.decode()
    assert stored_files() == files
    assert product.images.get().sha256 == old.sha256
    assert ImageEmbedding.objects.count() == 1
    product.refresh_from_db()
    assert product.name != "Renamed"


def test_a_read_only_folder_says_so(make_product, send, upload, failing_disk) -> None:
    failing_disk(after=0, reason=errno.EROFS)

    page = send(make_product(), new_pictures=[upload("green")])

    assert page.status_code == 503
    assert "read-only" in page.content.decode()


def test_a_new_product_whose_picture_cannot_be_stored_is_not_made(
    category: Category, send, upload, failing_disk
) -> None:
    failing_disk(after=0)
    fields = {"name": "Vase", "sku": "V-1", "category": category.pk, "price": 9, "stock": 1}

    page = send(None, **fields, new_pictures=[upload("green")])

    assert page.status_code == 507
    assert not Product.objects.exists()


def test_what_a_full_disk_refuses_is_not_decoded_a_second_time(
    plain_space: EmbeddingSpace,
    make_product,
    send,
    upload,
    failing_disk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two new pictures and a new file for an old one: three uploads, three decodes."""
    decoded = []

    def count(upload, **options):
        decoded.append(upload.name)
        return validate_picture(upload, **options)

    monkeypatch.setattr(fields, "validate_picture", count)
    product = make_product("red")
    failing_disk(after=2)

    page = send(
        product,
        **{"images-0-picture": upload("blue", name="replaced.jpg")},
        new_pictures=[upload("green", name="one.jpg"), upload("black", name="two.jpg")],
    )

    assert page.status_code == 507
    assert sorted(decoded) == ["one.jpg", "replaced.jpg", "two.jpg"]
