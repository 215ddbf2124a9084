"""Search by words."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import CategoryFactory


def test_words_find_products(client: Client, make_product) -> None:
    make_product(name="Round vase")
    make_product(name="Square lamp", description="Stands beside a vase.")
    make_product(name="Rug", category=CategoryFactory.create(slug="rugs"))

    response = client.get("/search/?q=vases")

    assert [product.name for product in response.context["page"]] == ["Round vase", "Square lamp"]
    assert "2 products found" in response.content.decode()
    assert 'content="noindex, follow"' in response.content.decode()


@pytest.mark.parametrize("query", ["", "q=", "q=%20%20", "q=a%00b", f"q={'x' * 201}"])
def test_no_words_are_no_error(client: Client, make_product, query) -> None:
    make_product()

    response = client.get(f"/search/?{query}")

    assert response.status_code == 200
    assert list(response.context["page"]) == []
    assert "Type a word or two" in response.content.decode()


@pytest.mark.parametrize("words", ["zebra", '"', "-", "a & | ! (", "':*", "\\", "the"])
def test_what_finds_nothing_offers_another_way(client: Client, make_product, words) -> None:
    make_product()

    response = client.get("/search/", {"q": words})

    assert response.status_code == 200
    assert "0 products found" in response.content.decode()
    assert "Nothing goes by these words" in response.content.decode()


def test_pages_keep_the_words(
    client: Client, make_product, settings, django_assert_num_queries
) -> None:
    settings.VITRINE_PAGE_SIZE = 2
    for _ in range(3):
        make_product("red", name="Round vase")

    # What the words are, whether they find anything, categories, facets, attributes, products,
    # their pictures.
    with django_assert_num_queries(7):
        html = client.get("/search/?q=round+vase").content.decode()

    assert 'rel="next" href="?q=round+vase&amp;page=2"' in html
