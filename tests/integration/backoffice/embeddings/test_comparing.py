"""Staff see why a picture is not compared, and their word goes first."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.filled_form import filled
from tests.pictures import encode

LIST = "admin:embeddings_imageembedding_changelist"
WHITE = encode(Image.new("RGB", (300, 300), "white"), "PNG")


@pytest.fixture
def blank(plain_space: EmbeddingSpace, make_product) -> ProductImage:
    return add_picture(make_product("red"), validate_picture(WHITE))


def act(client: Client, action: str) -> str:
    rows = list(ImageEmbedding.objects.values_list("pk", flat=True))
    data = {"action": action, "_selected_action": rows}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def test_the_product_page_says_why_and_takes_the_word_of_staff(
    admin_client: Client, blank: ProductImage
) -> None:
    address = reverse("admin:catalog_product_change", args=[blank.product_id])
    assert "Blank: there is nothing in it to compare." in admin_client.get(address).content.decode()

    form = filled(admin_client.get(address), **{"images-0-compare": "never"})
    form["images-1-compare"] = "always"
    assert admin_client.post(address, form).status_code == 302

    states = ImageEmbedding.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["ignored", "pending"]
    assert "Staff took it out of comparing." in admin_client.get(address).content.decode()


def test_a_form_without_the_choice_leaves_it_as_it_is(
    admin_client: Client, blank: ProductImage
) -> None:
    ProductImage.objects.filter(pk=blank.pk).update(compare="always")
    address = reverse("admin:catalog_product_change", args=[blank.product_id])
    form = filled(admin_client.get(address))
    del form["images-1-compare"]
    form["images-1-alt"] = "changed"
    assert admin_client.post(address, form).status_code == 302
    blank.refresh_from_db()
    assert (blank.alt, blank.compare) == ("changed", "always")


def test_many_pictures_are_taken_out_and_put_back_from_the_list(
    admin_client: Client, blank: ProductImage
) -> None:
    assert "2 pictures are not compared any more." in act(admin_client, "ignore_selected")
    assert ImageEmbedding.objects.ignored().count() == 2
    assert "2 pictures are compared from now on." in act(admin_client, "compare_selected")
    assert ImageEmbedding.objects.pending().count() == 2
    told = act(admin_client, "decide_selected")
    assert "2 pictures are compared unless they tell nothing." in told
    assert ImageEmbedding.objects.ignored().get().image == blank


def test_whoever_may_not_change_pictures_may_not_decide(client: Client, blank, db) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_imageembedding"))
    client.force_login(viewer)
    act(client, "ignore_selected")
    assert not ProductImage.objects.filter(compare="never").exists()


def test_the_list_and_the_first_page_count_them(admin_client: Client, blank: ProductImage) -> None:
    listed = admin_client.get(reverse(LIST), {"image__set_aside__exact": "blank"})
    assert [row.image for row in listed.context["cl"].result_list] == [blank]
    page = admin_client.get(reverse("admin:index")).content.decode()
    assert "state__exact=ignored" in page
