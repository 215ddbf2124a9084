"""Search by words."""

from __future__ import annotations

import pytest
from django.test import Client

from monitoring.models import UnansweredSearch
from monitoring.searches.keeping import keep_counted
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

    # The words, synonyms, whether they find anything; categories (the state, their version, they),
    # facets, attributes, products, pictures; and where so few are found, what looks like them.
    with django_assert_num_queries(18):
        html = client.get("/search/?q=round+vase").content.decode()

    assert 'rel="next" href="?q=round+vase&amp;page=2"' in html


def test_near_misses_are_said_and_counted_with_what_is_like_them(
    client: Client, make_product, plain_space, embed
) -> None:
    for colour in ("red", "crimson", "blue", "navy"):
        make_product(colour, name=f"{colour.title()} lantern", attributes={"colour": colour})
    make_product("red", name="Scarlet", category=CategoryFactory.create(slug="more"))
    embed()

    html = client.get("/search/?q=crimsen").content.decode()
    assert "Nothing goes by “crimsen”" in html
    assert "Crimson lantern" in html
    assert "Looks like what was found" in html
    assert "Scarlet" in html

    html = client.get("/search/?q=navy+hammock").content.decode()
    assert "No product goes by all of these words" in html
    keep_counted()
    assert list(UnansweredSearch.objects.values_list("words", flat=True)) == ["navy hammock"]


def test_suggestions_as_the_search_field_asks_for_them(client: Client, make_product) -> None:
    product = make_product("red", name="Round vase", price=12)
    answer = client.get("/search/suggestions/", {"q": "rou"})
    (shown,) = answer.json()["products"]
    assert (shown["name"], shown["url"], shown["price"]) == (
        "Round vase",
        f"/p/{product.slug}/",
        "€12.00",
    )
    assert shown["picture"].endswith(".jpg")
    assert answer.json()["words"] == ["round"]
    assert "max-age=60" in answer["Cache-Control"]
    assert client.get("/search/suggestions/").json() == {
        "words": [],
        "categories": [],
        "products": [],
    }
