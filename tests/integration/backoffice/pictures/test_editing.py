"""Pictures are turned and cropped, and compared anew."""

from __future__ import annotations

import os

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog.images.editing import original_bytes
from catalog.images.held.adopting import Wish, adopt
from catalog.images.held.draft import Draft
from catalog.images.held.holding import hold
from catalog.images.saving import set_picture
from catalog.images.storage import RENDITION_WIDTHS, picture_storage
from catalog.images.validation import validate_picture
from catalog.models import ProductImage
from catalog.tasks import sweep_files
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.factories import StaffFactory
from tests.filled_form import stored_files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def image(plain_space: EmbeddingSpace, make_product, embed) -> ProductImage:
    """Embedded, red in the middle of white."""
    image = make_product("red").images.get()
    embed()
    return image


def post(client: Client, image: ProductImage, **data: object):
    address = reverse("admin:catalog_product_edit_picture", args=[image.pk])
    return client.post(address, {"sha256": image.sha256, **data})


def test_a_picture_is_cropped_and_waits_to_be_compared(admin_client: Client, image) -> None:
    address = reverse("admin:catalog_product_edit_picture", args=[image.pk])
    assert "Turn or crop a picture" in admin_client.get(address).content.decode()

    post(admin_client, image, left=25, top=25, right=75, bottom=50)

    cropped = ProductImage.objects.get()
    assert (cropped.width, cropped.height) == (160, 80)
    assert cropped.embeddings.get().state == ImageEmbedding.State.PENDING
    with picture_storage().open_stored(cropped.image.name) as file, Image.open(file) as stored:
        assert stored.size == (160, 80)
        red, green, _blue = stored.getpixel((80, 60))  # type: ignore[misc]
        assert red > 200 > green
    history = reverse("admin:catalog_product_history", args=[cropped.product_id])
    assert cropped.image.name in admin_client.get(history).content.decode()


def test_a_second_click_turns_nothing_twice(admin_client: Client, image) -> None:
    post(admin_client, image, left=0, top=0, right=100, bottom=50)
    image.refresh_from_db()
    assert (image.width, image.height) == (320, 160)

    post(admin_client, image, turn="left")
    again = post(admin_client, image, turn="left")

    told = admin_client.get(again.url).content.decode()
    assert "changed meanwhile" in told
    turned = ProductImage.objects.get()
    assert (turned.width, turned.height) == (160, 320)


def test_a_picture_goes_back_to_what_it_was(admin_client: Client, image) -> None:
    address = reverse("admin:catalog_product_edit_picture", args=[image.pk])
    before, files = image.sha256, len(stored_files())
    assert "Back to the original" not in admin_client.get(address).content.decode()
    for change in ({"left": 25, "top": 25, "right": 75, "bottom": 50}, {"turn": "left"}):
        post(admin_client, image, **change)
        image.refresh_from_db()
    assert len(stored_files()) == files + 1  # the first file alone, of all that it was
    for path in stored_files():
        os.utime(path, (0, 0))
    assert sweep_files() == 0
    assert "Back to the original" in admin_client.get(address).content.decode()

    post(admin_client, image, turn="back")

    image.refresh_from_db()
    assert (image.sha256, image.width, image.original) == (before, 320, "")
    assert len(stored_files()) == files
    page = admin_client.get(post(admin_client, image, turn="back").url)
    assert "changed meanwhile" in page.content.decode()


def test_what_a_picture_was_goes_with_it(admin_client: Client, admin_user, image, picture) -> None:
    post(admin_client, image, turn="half")
    set_picture(ProductImage.objects.get(), validate_picture(picture("blue")))
    assert ProductImage.objects.get().original == ""
    assert len(stored_files()) == 1 + len(RENDITION_WIDTHS)

    draft = Draft.of_product(admin_user.pk, image.product_id)
    held = hold(draft, validate_picture(picture()), name="x.jpg")
    address = reverse("admin:catalog_product_edit_held_picture", args=[held.pk])
    admin_client.post(address, {"sha256": held.sha256, "turn": "half"})
    adopt(draft, image.product, [Wish(held=held.pk)])
    added = ProductImage.objects.get(original__gt="")
    assert original_bytes(added)
    image.product.delete()
    assert stored_files() == set()


@pytest.mark.parametrize(
    ("box", "status"),
    [
        ({"left": 60, "top": 0, "right": 40, "bottom": 100}, 422),
        ({"left": 0, "top": 0, "right": 100, "bottom": 100}, 422),
        ({"left": "x", "top": 0, "right": 100, "bottom": 50}, 422),
        ({"left": "nan", "top": 0, "right": 100, "bottom": 50}, 422),
        ({"left": 0, "top": 0, "right": 0.5, "bottom": 100}, 302),  # a sliver: the rules say no
        ({"left": 50, "top": 0, "right": 50.1, "bottom": 100}, 302),  # not even a pixel
        ({"left": 99.9, "top": 99.9, "right": 100, "bottom": 100}, 302),
        ({"turn": "around"}, 422),
    ],
)
def test_nonsense_changes_nothing(admin_client: Client, image, box, status) -> None:
    assert post(admin_client, image, **box).status_code == status
    assert ProductImage.objects.get().sha256 == image.sha256


def test_it_asks_for_the_right_to_change_pictures(client: Client, image) -> None:
    client.force_login(StaffFactory.create(permissions=["change_product", "view_productimage"]))
    assert post(client, image, turn="left").status_code == 403
    assert ProductImage.objects.get().sha256 == image.sha256
