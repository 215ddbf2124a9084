"""The main job with a real worker: uploaded in the admin, embedded, found on the product page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from embeddings.models import EmbeddingSpace, ImageEmbedding
from recommendations.similar import similar_products
from tests.filled_form import filled
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]


def test_an_upload_in_the_admin_is_soon_among_the_similar(
    start_worker,
    plain_space: EmbeddingSpace,
    make_product,
    picture: Callable[..., bytes],
    admin_client: Client,
) -> None:
    red, blue = make_product("firebrick"), make_product("navy", shape="rectangle")
    new = make_product()
    worker = start_worker()
    wait_until(lambda: ImageEmbedding.objects.ready().count() == 2, 30, worker.output)
    assert not similar_products(new).complete

    address = reverse("admin:catalog_product_change", args=[new.pk])
    upload = SimpleUploadedFile("red.jpg", picture("red"), "image/jpeg")
    page = filled(admin_client.get(address), new_pictures=[upload])
    assert admin_client.post(address, page).status_code == 302

    # Not timed: on a busy machine the wait is long, but it ends.
    wait_until(lambda: ImageEmbedding.objects.ready().count() == 3, 30, worker.output)
    answer = similar_products(new)
    assert answer.complete
    assert [similar.product.pk for similar in answer.results] == [red.pk, blue.pk]
    assert similar_products(red).results[0].product.pk == new.pk
    assert "badge-ready" in admin_client.get(address).content.decode()
