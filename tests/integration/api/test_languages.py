"""The API speaks the languages that the shop's pages have: names, attributes, sentences."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog.models import Category, Product, TranslatedWord
from tests.integration.api.conftest import ROOT


@pytest.fixture(autouse=True)
def _shop(make_product, category: Category) -> None:
    for colour in ("red", "blue", "red"):
        make_product(colour, name=f"{colour} vase".capitalize(), attributes={"colour": colour})
    said = {"de": {"name": "Rote Vase", "description": "Von Hand gedreht."}}
    Product.objects.filter(slug="product-1").update(translations=said)
    Category.objects.filter(pk=category.pk).update(translations={"de": {"name": "Vasen"}})
    for word, text in (("colour", "Farbe"), ("red", "rot")):
        TranslatedWord.objects.create(word=word, language="de", text=text)


def by_slug(answer: dict[str, Any]) -> dict[str, Any]:
    return {each["slug"]: each for each in answer["results"]}


def test_lists_name_products_categories_and_facets_in_the_language_asked_for(get) -> None:
    answer = get("products/", language="de", facets="true")
    assert by_slug(answer)["product-1"]["name"] == "Rote Vase"
    assert by_slug(answer)["product-2"]["name"] == "Blue vase", "as it is where nobody said it"
    assert by_slug(answer)["product-1"]["category"] == {"slug": "vases", "name": "Vasen"}
    facets = answer["facets"]
    assert facets["category"] == [{"slug": "vases", "name": "Vasen", "count": 3}]
    (colour,) = facets["attributes"]
    assert (colour["name"], colour["label"]) == ("colour", "Farbe")
    labels = {value["value"]: value["label"] for value in colour["values"]}
    assert labels == {"red": "rot", "blue": "blue"}
    assert {each["name"] for each in get("categories/", language="de")["results"]} == {"Vasen"}
    own = get("products/", facets="true")
    assert by_slug(own)["product-1"]["name"] == "Red vase"
    assert own["facets"]["category"][0]["name"] == "Vases"
    assert {each["name"] for each in get("categories/")["results"]} == {"Vases"}


def test_the_next_page_is_in_the_same_language(get) -> None:
    assert "language=de" in get("products/", language="de", page_size=1)["next"]


def test_a_product_is_told_in_the_language_with_its_attributes_ready_to_show(get) -> None:
    german = get("products/product-1/", language="de")
    assert (german["name"], german["description"]) == ("Rote Vase", "Von Hand gedreht.")
    assert german["category"]["name"] == "Vasen"
    assert german["attributes"] == {"colour": "red"}, "as filters take it"
    assert german["attribute_labels"] == [{"label": "Farbe", "text": "rot"}]
    assert get("products/by-sku/SKU-1/", language="de")["name"] == "Rote Vase"
    own = get("products/product-1/")
    assert (own["name"], own["category"]["name"]) == ("Red vase", "Vases")
    assert own["attribute_labels"] == [{"label": "Colour", "text": "red"}]


def test_similar_items_are_named_in_it(get, plain_space, embed) -> None:
    embed()
    found = get("products/product-2/similar/", language="de")["results"]
    assert "Rote Vase" in {each["product"]["name"] for each in found}


def test_the_answer_says_its_language_and_the_next_request_is_not_in_it(client: Client) -> None:
    german = client.get(ROOT + "products/product-1/?language=de")
    assert german["Content-Language"] == "de"
    plain = client.get(ROOT + "products/product-1/")
    assert (plain["Content-Language"], plain.json()["name"]) == ("en", "Red vase")
    assert german["ETag"] != plain["ETag"]


def test_a_word_said_anew_is_another_answer(client: Client) -> None:
    address = ROOT + "products/product-1/?language=de"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    TranslatedWord.objects.filter(word="red").update(text="feuerrot")
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.json()["attribute_labels"] == [{"label": "Farbe", "text": "feuerrot"}]


def test_a_language_that_the_shop_does_not_have_is_refused(get, refused) -> None:
    for path in ("products/", "products/product-1/", "categories/", "suggestions/"):
        assert refused(path, language="fr") == {"language": "invalid_choice"}
    told = get("products/", language="fr", status=400)["errors"][0]["message"]
    assert told == "This shop does not speak “fr”. Known: en, de, ar."
    assert get("products/", language="")["count"] == 3, "an empty one is as if it were absent"


def test_refusals_are_sentences_in_it(get) -> None:
    told = get("products/", language="de", status=400, page="x")["errors"][0]
    assert told["message"] == "Eine gültige Ganzzahl ist erforderlich."
