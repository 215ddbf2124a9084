"""Pictures in the admin: each comes in whole or not at all, through the real form."""

from __future__ import annotations

import threading

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.pictures.rules import PICTURE_RULES
from catalog.images.validation import concurrency
from catalog.models import Category, HeldPicture, Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.filled_form import stored_files

# Real commits: files go and wake-ups leave only after one.
pytestmark = pytest.mark.django_db(transaction=True)


def test_an_upload_gives_row_file_and_waiting_embedding(
    plain_space: EmbeddingSpace, make_product, send, upload
) -> None:
    product = make_product()
    before = stored_files()

    assert send(product, new_pictures=[upload("red"), upload("blue")]).status_code == 302

    first, second = product.images.all()
    assert (first.position, second.position) == (0, 1)
    assert len(stored_files() - before) == 8  # each with three renditions
    for image in (first, second):
        waiting = image.embeddings.get()
        assert (waiting.state, waiting.digest) == ("pending", image.sha256)


def test_a_new_product_comes_with_its_pictures(
    plain_space: EmbeddingSpace, category: Category, send, upload
) -> None:
    response = send(
        None,
        **{"name": "Vase", "sku": "V-1", "category": category.pk, "price": "9.50", "stock": 1},
        new_pictures=[upload("red"), upload("blue")],
    )

    assert response.status_code == 302
    product = Product.objects.get(slug="vase")
    assert [image.position for image in product.images.all()] == [0, 1]
    assert not HeldPicture.objects.exists()


def test_a_new_picture_goes_last(make_product, send, upload) -> None:
    product = make_product("red", "blue")
    product.images.filter(position=0).update(position=7)

    send(product, new_pictures=[upload("green")])

    assert product.images.last().position == 8


def test_words_and_place_change_without_a_file(
    plain_space: EmbeddingSpace, make_product, send
) -> None:
    product = make_product("red", "blue")
    files = stored_files()
    second = product.images.last()

    send(product, **{"images-0-position": 5, "images-1-alt": "in blue", "images-1-position": ""})

    assert product.images.first() == second
    assert product.images.first().alt == "in blue"
    assert product.images.first().position == 1
    assert stored_files() == files


def test_a_number_that_is_taken_already_moves_the_picture_before_the_other(
    make_product, send
) -> None:
    product = make_product("red", "blue", "green")
    first, second, third = product.images.all()

    send(product, **{"images-2-position": 0})

    assert list(product.images.all()) == [third, first, second]


def test_a_replaced_picture_keeps_its_row_and_loses_its_old_files(
    plain_space: EmbeddingSpace, make_product, send, upload
) -> None:
    product = make_product("red")
    old, files = product.images.get(), stored_files()

    assert send(product, **{"images-0-picture": upload("blue")}).status_code == 302

    new = product.images.get()
    assert new.pk == old.pk
    assert new.sha256 != old.sha256
    assert new.embeddings.get().digest == new.sha256
    assert not any(old.image.name.removesuffix(".jpg") in name for name in stored_files())
    assert len(stored_files()) == len(files)


def test_a_deleted_picture_takes_its_files_along(
    plain_space: EmbeddingSpace, make_product, send
) -> None:
    product = make_product("red", "blue")
    first, second = product.images.all()

    send(product, **{"images-0-DELETE": "on"})

    assert product.images.get() == second
    assert not ImageEmbedding.objects.filter(image_id=first.pk).exists()
    assert not any(first.image.name.removesuffix(".jpg") in name for name in stored_files())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0 broken", "JPEG"),
    ],
)
@pytest.mark.parametrize("field", ["new_pictures", "images-0-picture"])
def test_a_refused_picture_is_explained_and_nothing_is_saved(
    make_product, send, upload, field, content, says
) -> None:
    product = make_product("red")
    old, files = product.images.get(), stored_files()

    page = send(
        product,
        **{field: upload(content=content), "images-0-alt": "words", "name": "Renamed"},
    )

    assert page.status_code == 200
    shown = page.content.decode()
    assert says in shown
    assert 'value="Renamed"' in shown  # what was typed is still there
    assert 'value="words"' in shown
    assert product.images.get().sha256 == old.sha256
    assert stored_files() == files
    product.refresh_from_db()
    assert product.name != "Renamed"


@pytest.mark.parametrize("position", ["-1", "99999999999", "x"])
def test_an_impossible_position_is_refused(make_product, send, position) -> None:
    page = send(make_product("red"), **{"images-0-position": position})

    assert page.status_code == 200
    assert "position" in page.context["inline_admin_formsets"][0].formset.errors[0]


@pytest.mark.parametrize(
    "name",
    [
        "x" * 300 + ".jpg",
        "🏺" * 80 + ".jpg",
        "花瓶" * 60 + ".jpg",
        "\u202egpj.exe",
        "../../../etc/passwd",
        "a\0b.jpg",
        "vase'\"><script>alert(1)</script>.jpg",
    ],
    ids=["long", "emoji", "cjk", "rtl", "traversal", "nul", "html"],
)
def test_no_file_name_does_harm(make_product, send, upload, name) -> None:
    product = make_product()

    assert send(product, new_pictures=[upload(name=name)]).status_code == 302
    assert product.images.get().image.name.startswith("products/")

    page = send(product, new_pictures=[upload(name=name, content=b"no picture")])
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_busy_validation_asks_to_try_again(make_product, send, upload) -> None:
    class NoPlace(threading.BoundedSemaphore):
        def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
            return False

    concurrency.slots.use(NoPlace())

    page = send(make_product(), new_pictures=[upload(), upload()])

    assert page.status_code == 200
    assert "Too many pictures at once; try again in a moment." in page.content.decode()
    assert not HeldPicture.objects.exists()


def test_the_rules_are_on_the_page(admin_client: Client, make_product) -> None:
    page = admin_client.get(reverse("admin:catalog_product_add"))

    assert str(PICTURE_RULES) in page.content.decode()
    assert 'enctype="multipart/form-data"' in page.content.decode()  # or no file would arrive
