"""Pictures in a bucket keep what pictures in a folder keep: whole or not at all, and swept."""

from __future__ import annotations

import itertools

import pytest
from PIL import Image

from catalog.images.renditions import original_name
from catalog.images.saving import add_picture, set_picture
from catalog.images.storage import RENDITION_WIDTHS, avif_name, picture_storage, rendition_name
from catalog.images.storage import bucket as module
from catalog.images.storage.bucket import BucketStorage
from catalog.images.validation import ValidatedPicture, validate_picture
from catalog.models import ProductImage
from catalog.tasks import sweep_files
from infra.files.atomic import StorageUnavailableError
from infra.files.away import StorageAwayError
from tests.pictures import draw, encode

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def picture() -> ValidatedPicture:
    return validate_picture(encode(draw("red")))


def files_of(name: str) -> set[str]:
    return {name, *(rendition_name(name, width) for width in RENDITION_WIDTHS)}


def test_a_picture_is_kept_with_its_renditions_and_read_and_deleted(
    bucket, picture: ValidatedPicture
) -> None:
    storage = picture_storage()
    first, second = storage.save_pictures([picture, picture])
    assert bucket.objects() == files_of(first) | files_of(second)
    with storage.open_stored(first) as file:
        assert file.read() == picture.jpeg == bucket.bytes_of(first)
    with Image.open(storage.open(rendition_name(first, 160))) as small:
        assert small.size == (160, 160)
    assert storage.size(first) == len(picture.jpeg)
    assert storage.url(first) == f"/media/{first}"
    head = bucket.client.head_object(Bucket=bucket.name, Key=f"media/{first}")
    assert head["ContentType"] == "image/jpeg"

    storage.save_avif(first, picture.image)
    drawn = {avif_name(first, width) for width in RENDITION_WIDTHS}
    assert bucket.objects() == files_of(first) | files_of(second) | drawn
    storage.delete_picture(first)
    storage.delete_picture(first)  # twice is no error
    assert bucket.objects() == files_of(second)
    assert (storage.exists(first), storage.exists(second)) == (False, True)
    for ask in (storage.open_stored, storage.open, storage.size):
        with pytest.raises(FileNotFoundError):
            ask(first)


@pytest.mark.parametrize("failing", range(4))
def test_a_write_that_fails_anywhere_leaves_no_row_and_no_object(
    bucket, make_product, picture, monkeypatch: pytest.MonkeyPatch, failing
) -> None:
    product, put, calls = make_product(), BucketStorage._put, itertools.count()

    def fail(self: BucketStorage, named: tuple[str, bytes]) -> None:
        call = next(calls)
        put(self, named)
        if call == failing:  # kept, but nobody hears of it
            raise StorageAwayError("the object storage does not answer")

    monkeypatch.setattr(BucketStorage, "_put", fail)
    with pytest.raises(StorageUnavailableError, match="could not be stored: the object storage"):
        add_picture(product, picture)
    assert bucket.objects() == set()
    assert not ProductImage.objects.exists()


def test_the_file_that_vouches_for_the_others_comes_last(
    bucket, picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, order = BucketStorage._put, list[str]()

    def note(self: BucketStorage, named: tuple[str, bytes]) -> None:
        order.append(named[0])
        put(self, named)

    monkeypatch.setattr(BucketStorage, "_put", note)
    (name,) = picture_storage().save_pictures([picture])
    assert order[-1] == name


def test_a_replaced_picture_and_a_deleted_product_leave_nothing(bucket, make_product) -> None:
    product = make_product("red")
    image = product.images.get()
    set_picture(image, validate_picture(encode(draw("blue"))))
    assert bucket.objects() == files_of(image.image.name)
    product.delete()
    assert bucket.objects() == set()


def test_what_nobody_uses_is_swept_page_by_page(
    bucket, make_product, picture, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    monkeypatch.setattr(module, "PAGE_KEYS", 3)
    settings.VITRINE_PICTURE_ORPHAN_SECONDS = -60
    used = make_product("red", "blue").images.values_list("image", flat=True)
    orphans = picture_storage().save_pictures([picture] * 3)
    bucket.client.delete_object(Bucket=bucket.name, Key=f"media/{orphans[0]}")  # a part is enough
    pages = list(picture_storage().old_pictures(older_than_seconds=-60))
    assert {name for page in pages for name in page} == {*used, *orphans}
    assert len(pages) > 5
    assert sweep_files() >= 3
    assert {original_name(key) for key in bucket.objects()} == set(used)
    assert sweep_files() == 0
    assert list(picture_storage().old_pictures(older_than_seconds=900)) == []


def test_a_sweep_costs_a_bounded_number_of_requests(
    bucket, picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture_storage().save_pictures([picture] * 3)
    monkeypatch.setattr(module, "PAGE_KEYS", 1)
    monkeypatch.setattr(module, "SWEPT_PAGES", 2)
    assert len(list(picture_storage().old_pictures(older_than_seconds=-60))) <= 2
