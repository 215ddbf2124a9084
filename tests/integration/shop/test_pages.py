"""Lists cut into pages, and the one address of each page."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Product
from shop import pages


@pytest.mark.parametrize(
    ("asked", "number", "length"),
    [
        *((None, 1, 2), ("1", 1, 2), ("2", 2, 2), ("3", 3, 1), ("4", 3, 1)),
        *(("0", 3, 1), ("-1", 3, 1), ("9" * 30, 3, 1), ("two", 1, 2), ("1.5", 1, 2), ("", 1, 2)),
    ],
)
def test_any_number_leads_to_a_page(make_product, settings, asked, number, length) -> None:
    settings.VITRINE_PAGE_SIZE = 2
    for _ in range(5):
        make_product()

    page = pages.page_of(Product.objects.order_by("pk"), asked)

    assert (page.number, len(page.object_list)) == (number, length)


def test_nothing_is_one_empty_page(db) -> None:
    page = pages.page_of(Product.objects.order_by("pk"), "7")

    assert (page.number, list(page)) == (1, [])


def test_sorting_and_tracking_do_not_make_another_page(
    client: Client, make_product, settings
) -> None:
    settings.VITRINE_PAGE_SIZE = 1
    make_product()
    make_product()

    first = client.get("/c/vases/?sort=price&utm_source=x")
    second = client.get("/c/vases/?sort=price&page=2")

    assert first.context["canonical"] == "http://testserver/c/vases/"
    assert second.context["canonical"] == "http://testserver/c/vases/?page=2"
    assert '<link rel="canonical" href="http://testserver/c/vases/?page=2">' in (
        second.content.decode()
    )
