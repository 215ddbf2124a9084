"""A second click on Save: it leads to what the first has saved, and adds nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from catalog.models import Category, Product
from tests.filled_form import filled


@pytest.fixture
def new(ann, category: Category) -> dict[str, object]:
    """What is typed for a new product."""
    ann.open(None, "catalog_product")
    return {"name": "Round vase", "sku": "V-1", "price": "10", "category": category.pk}


def test_the_same_form_sent_again_leads_to_the_saved_product(ann, new) -> None:
    first = ann.send(**new)
    second = ann.send(**new)

    product = Product.objects.get()
    assert first.redirect_chain
    address = reverse("admin:catalog_product_change", args=[product.pk])
    assert second.redirect_chain == [(address, 302)]


def test_who_goes_back_and_types_another_has_another(ann, new) -> None:
    ann.send(**new)
    ann.send(**new, slug="another")  # the same SKU
    assert Product.objects.count() == 1

    ann.send(**{**new, "sku": "V-2"})

    assert Product.objects.count() == 2


def test_who_goes_back_twice_is_not_told_that_old_words_are_saved(ann, make_product) -> None:
    product = make_product(stock=5)
    first = ann.open(product).page
    ann.send(stock=6)
    ann.send(stock=7)  # asked, for the same page saw 5
    ann.send(**{"stock-choice": "mine"})

    again = ann.client.post(ann.address, filled(first, stock=6))

    product.refresh_from_db()
    assert product.stock == 7
    assert "Which value stays?" in again.content.decode()


def test_pictures_are_added_once(ann, make_product, picture) -> None:
    product = make_product("red")
    ann.open(product)
    for _ in range(2):
        upload = SimpleUploadedFile("vase.jpg", picture("blue"), "image/jpeg")
        ann.send(new_pictures=[upload])
    assert product.images.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_form", [True, False])
def test_four_at_once_are_one_product_and_no_error(ann, new, same_form) -> None:
    pages = [ann.page if same_form else ann.client.get(ann.address) for _ in range(4)]

    def send(page) -> int:
        try:
            return ann.client.post(ann.address, filled(page, **new)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, pages))

    assert Product.objects.count() == 1
    assert answers.count(302) == (4 if same_form else 1)
    assert set(answers) <= {200, 302}
