"""What a page that stays open is told of its pictures, and how what failed is tried again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


def test_the_page_learns_how_far_its_pictures_are(
    admin_client: Client, plain_space: EmbeddingSpace, make_product, django_assert_max_num_queries
) -> None:
    product = make_product("red", "blue", "green")
    address = reverse("admin:catalog_product_picture_states", args=[product.pk])
    admin_client.get(address)  # the session is noted once
    with django_assert_max_num_queries(4):
        told = admin_client.get(address).json()

    assert (told["ready"], told["waiting"]) == (0, 3)
    assert "badge-pending" in told["pictures"][str(product.cover.pk)]["html"]


def test_all_that_failed_are_tried_again_by_one_click(
    admin_client: Client, plain_space: EmbeddingSpace, make_product
) -> None:
    product = make_product("red", "blue")
    other = make_product("green")
    ImageEmbedding.objects.update(state="failed", error="Its file is missing.")
    page = reverse("admin:catalog_product_change", args=[product.pk])
    retry = reverse("admin:catalog_product_retry_pictures", args=[product.pk])
    assert "Retry all 2 that failed" in admin_client.get(page).content.decode()
    assert retry in admin_client.get(page).content.decode()

    told = admin_client.post(retry, follow=True).content.decode()

    assert "2 pictures are in the queue again." in told
    assert ImageEmbedding.objects.failed().get().image == other.cover


def test_both_ask_for_a_right(client: Client, make_product) -> None:
    product = make_product("red")
    client.force_login(StaffFactory.create(permissions=["view_product"]))
    states = reverse("admin:catalog_product_picture_states", args=[product.pk])
    retry = reverse("admin:catalog_product_retry_pictures", args=[product.pk])
    assert client.get(states).status_code == 403
    assert client.post(retry).status_code == 403
