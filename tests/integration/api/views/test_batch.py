"""Similar items of many products in one call; brands; suggestions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from recommendations.models import Rule
from tests.integration.api.conftest import ROOT
from web import rate_limits

BATCH = ROOT + "similar/batch/"


def post(body: dict, *, status: int = 200) -> dict:
    response = Client().post(BATCH, body, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


def test_each_product_has_an_answer_of_its_own(get, make_product, plain_space, embed) -> None:
    for colour in ("red", "crimson", "blue", "navy"):
        make_product(colour)
    embed()

    body = {"slugs": ["product-1", "nobody"], "skus": ["sku-3", "SKU,9"], "limit": 1}
    rows = post(body)["results"]

    assert [row["asked"] for row in rows] == ["product-1", "nobody", "sku-3", "SKU,9"]
    assert [row["slug"] for row in rows] == ["product-1", None, "product-3", None]
    assert [row["error"] and row["error"]["code"] for row in rows] == [
        None,
        "not_found",
        None,
        "not_found",
    ]
    alone = get("products/product-1/similar/", limit=1)
    assert rows[0]["answer"]["results"] == alone["results"]
    assert rows[2]["answer"]["results"][0]["product"]["slug"] == "product-4"
    address = get("similar/batch/?slugs=product-1,nobody&skus=sku-3&skus=SKU\\,9&limit=1")
    for row in [*rows, *address["results"]]:
        if row["answer"]:
            row["answer"].pop("took_ms")
    assert address["results"] == rows


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "slugs"),
        ({"slugs": [f"a-{n}" for n in range(51)]}, "slugs"),
        ({"slugs": ["a"] * 30, "skus": [f"s-{n}" for n in range(50)]}, "slugs"),
        ({"skus": ["x" * 65]}, "skus"),
        ({"slugs": [["a"]]}, "slugs"),
        ({"slugs": "a", "limit": 25}, "limit"),
        ({"products": ["a"]}, "products"),
    ],
)
def test_what_makes_no_sense_is_refused(db, body, field) -> None:
    assert field in {entry["field"] for entry in post(body, status=400)["errors"]}


def test_batches_have_a_limit_of_their_own(db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "batch", rate_limits.Limit(1, 60))

    post({"slugs": "a"})
    assert post({"slugs": "a"}, status=429)["code"] == "rate_limited"


def test_brands_are_told_with_their_products(get, make_product, django_assert_num_queries) -> None:
    for brand, published in (("Bob", True), ("Ada", True), ("Bob", True), ("", True), ("X", False)):
        make_product(brand=brand, is_published=published)

    with django_assert_num_queries(2):  # the state of the catalogue, and they
        answer = get("brands/")

    assert answer["results"] == [
        {"brand": "Ada", "products": 1},
        {"brand": "Bob", "products": 2},
    ]


def test_suggestions_come_while_one_types(get, make_product) -> None:
    make_product(name="Amphora vase")
    make_product(name="Ample chair")
    make_product(name="Rug")

    found = get("suggestions/", q="amp")

    assert [product["slug"] for product in found["products"]] == ["product-2", "product-1"]
    assert get("suggestions/", q="vas")["categories"] == [{"slug": "vases", "name": "Vases"}]
    assert get("suggestions/")["products"] == get("suggestions/", q="  ")["products"] == []


def test_a_list_says_how_its_words_were_understood(get, make_product) -> None:
    make_product(name="Amphora chair")
    make_product(name="Amphora rug")

    assert get("products/", search="chair")["searched"] == {"reading": "as_typed", "words": "chair"}
    assert get("products/", search="chiar")["searched"]["reading"] == "corrected"
    assert get("products/")["searched"] is None


@pytest.mark.parametrize("parameters", [{}, {"explain": "true"}, {"kind": "same"}, {"offset": 1}])
def test_answers_together_are_those_one_by_one(
    get, make_product, plain_space, embed, parameters
) -> None:
    for number, colour in enumerate(("red", "crimson", "blue", "navy", "teal")):
        make_product(colour, "white", family="f" if number % 2 else "")
    make_product()  # without a picture: its category's newest stand in
    Rule.objects.create(kind="pin", product=Product.objects.get(slug="product-5"), position=1)
    embed()

    wanted = [f"product-{number}" for number in range(1, 7)]
    rows = get("similar/batch/", slugs=",".join(wanted), limit=3, **parameters)["results"]

    for slug, row in zip(wanted, rows, strict=True):
        alone = get(f"products/{slug}/similar/", limit=3, **parameters)
        del alone["took_ms"], row["answer"]["took_ms"]
        assert row["answer"] == alone


def test_more_products_take_few_more_statements(make_product, plain_space, embed) -> None:
    for colour in ("red", "crimson", "blue", "navy", "teal"):
        make_product(colour)
    embed()

    def statements(*slugs: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            post({"slugs": list(slugs)})
        return len(captured)

    statements("product-1")  # what a process asks once
    one, five = statements("product-1"), statements(*(f"product-{n}" for n in range(1, 6)))
    assert five - one <= 4  # each of the others is searched for by a statement
