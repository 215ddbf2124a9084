"""The page of pictures that unrelated products share."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Category, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db

PAGE = "admin:catalog_product_fillers"


@pytest.fixture
def fillers(plain_space: EmbeddingSpace, make_product) -> list[ProductImage]:
    """Two groups, of three products and of one, set aside as the engine does it."""
    pictures = []
    for number, (group, colour) in enumerate([("a", "red")] * 3 + [("b", "blue")]):
        category = Category.objects.create(name=f"Shelf {number}", slug=f"shelf-{number}")
        image = make_product(colour, category=category).images.get()
        image.set_aside, image.set_aside_group = "filler", group * 64
        image.save()
        pictures.append(image)
    return pictures


def states() -> list[str]:
    return list(ImageEmbedding.objects.order_by("image").values_list("state", flat=True))


def test_they_are_listed_with_who_shows_them(
    admin_client: Client, fillers, django_assert_max_num_queries
) -> None:
    admin_client.get(reverse(PAGE))  # the session is noted once
    with django_assert_max_num_queries(8):
        page = admin_client.get(reverse(PAGE))
    first, second = page.context["page"]
    assert (first["products"], first["categories"], second["products"]) == (3, 3, 1)
    assert "3 products show this picture" in page.content.decode()
    assert page.content.decode().count('class="thumbnail"') == 4


def test_one_is_let_in_again_and_all_are_left_out(admin_client: Client, fillers) -> None:
    assert states() == ["ignored"] * 4
    wish = {"wish": f"let-in:{'a' * 64}"}
    told = admin_client.post(reverse(PAGE), wish, follow=True).content.decode()
    assert "3 pictures are compared again." in told
    assert states() == ["pending"] * 3 + ["ignored"]

    both = {"wish": "leave-out", "group": ["a" * 64, "b" * 64]}
    admin_client.post(reverse(PAGE), both)
    assert set(ProductImage.objects.values_list("compare", flat=True)) == {"never"}
    assert states() == ["ignored"] * 4


@pytest.mark.parametrize("wish", ["", "let-in", "nonsense:aaa", "let-in:\0"])
def test_nonsense_decides_nothing(admin_client: Client, fillers, wish) -> None:
    assert admin_client.post(reverse(PAGE), {"wish": wish}).status_code == 302
    assert set(ProductImage.objects.values_list("compare", flat=True)) == {"auto"}


def test_it_asks_for_rights(client: Client, fillers) -> None:
    client.force_login(StaffFactory.create(permissions=["view_product"]))
    assert client.get(reverse(PAGE)).status_code == 403
    client.force_login(StaffFactory.create(username="viewer", permissions=["view_productimage"]))
    assert "Let in again" not in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse(PAGE), {"wish": f"let-in:{'a' * 64}"}).status_code == 403
