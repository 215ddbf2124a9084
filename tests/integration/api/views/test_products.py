"""Leafing through the catalogue, and reading about one product."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from api.parameters.listing import MAX_LISTED
from catalog.models import Category
from embeddings.models import EmbeddingSpace
from tests.factories import CategoryFactory


def slugs(answer: dict) -> list[str]:
    return [product["slug"] for product in answer["results"]]


def test_drafts_are_nowhere(get, make_product) -> None:
    make_product()
    draft = make_product(is_published=False, brand="Secret", family="f")
    sibling = make_product(family="f")

    answer = get("products/")

    assert slugs(answer) == ["product-1", sibling.slug]
    assert answer["count"] == 2
    assert "Secret" not in str(answer)
    assert get(f"products/{draft.slug}/", status=404)["code"] == "not_found"
    assert get(f"products/{sibling.slug}/")["variants"] == []


def test_search_puts_the_best_match_first(get, make_product) -> None:
    make_product(name="Lamp", description="stands beside a vase")
    make_product(name="Vase")
    make_product(name="Rug")  # in the category Vases
    make_product(name="Rug", category=CategoryFactory.create(slug="rugs"))

    found = ["product-2", "product-1", "product-3"]
    assert slugs(get("products/", search="vases")) == found
    by_name = ["product-1", "product-3", "product-2"]
    assert slugs(get("products/", search="vases", ordering="name")) == by_name


def test_filters_narrow_results_count_and_facets_alike(
    get, make_product, category: Category
) -> None:
    below = Category.objects.create(name="Floor vases", slug="floor", parent=category)
    other = Category.objects.create(name="Mugs", slug="mugs")
    make_product(price=5, brand="Ada")
    make_product(price=15, brand="Ada", category=below)
    make_product(price=20, brand="Bob", stock=0)
    make_product(price=2000, brand="Bob", category=other)

    assert get("products/", category="vases")["count"] == 3
    assert get("products/", category="floor")["count"] == 1
    assert slugs(get("products/", brand="Bob")) == ["product-3", "product-4"]
    assert slugs(get("products/", price_min="5", price_max="15.00")) == ["product-1", "product-2"]
    assert get("products/", in_stock="true")["count"] == 3
    assert get("products/", in_stock="false")["count"] == 4

    facets = get("products/", category="vases")["facets"]
    assert facets["category"] == [
        {"slug": "vases", "name": "Vases", "count": 2},
        {"slug": "floor", "name": "Floor vases", "count": 1},
        {"slug": "mugs", "name": "Mugs", "count": 1},  # another one to choose as well
    ]
    assert facets["brand"] == [{"brand": "Ada", "count": 2}, {"brand": "Bob", "count": 1}]
    assert facets["price"] == [
        {"price_min": "0.00", "price_max": "9.99", "count": 1},
        {"price_min": "10.00", "price_max": "24.99", "count": 2},
    ]


def test_every_facet_given_back_as_a_filter_finds_what_it_promised(get, make_product) -> None:
    for price in ("0", "9.99", "10", "24.99", "25", "999.99", "1000", "4000"):
        make_product(price=Decimal(price), brand=f"Brand {price[0]}")

    facets = get("products/")["facets"]

    assert sum(band["count"] for band in facets["price"]) == 8
    assert facets["price"][-1] == {"price_min": "1000.00", "price_max": None, "count": 2}
    for band in facets["price"]:
        bounds = {name: value for name, value in band.items() if name != "count" and value}
        assert get("products/", **bounds)["count"] == band["count"]
    for entry in facets["brand"]:
        assert get("products/", brand=entry["brand"])["count"] == entry["count"]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("name", [1, 2, 3]),
        ("-name", [3, 2, 1]),
        ("price", [2, 3, 1]),
        ("-price", [1, 3, 2]),
        ("newest", [3, 2, 1]),
    ],
)
def test_orderings(get, make_product, ordering, expected) -> None:
    for name, price in (("A", 30), ("B", 10), ("C", 20)):
        make_product(name=name, price=price)

    assert slugs(get("products/", ordering=ordering)) == [f"product-{n}" for n in expected]


def test_pages_hold_every_product_once_and_link_to_each_other(
    get, make_product, client: Client
) -> None:
    for _ in range(7):
        make_product(name="Same name", price=3)

    answer = get("products/", page_size=3, ordering="price", in_stock="true")
    assert answer["previous"] is None
    seen = slugs(answer)
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        seen += slugs(answer)

    assert seen == [f"product-{n}" for n in range(1, 8)]
    assert "page=2" in answer["previous"]
    assert "in_stock=true" in answer["previous"]
    assert get("products/", page=4, page_size=3, status=404)["code"] == "not_found"


def test_an_empty_catalogue_has_an_empty_first_page(get) -> None:
    answer = get("products/")

    assert (answer["count"], answer["results"], answer["next"]) == (0, [], None)
    assert answer["facets"] == {
        "category": [],
        "brand": [],
        "price": [],
        "in_stock": 0,
        "attributes": [],
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price_min", "NaN"),
        ("price_max", "Infinity"),
        ("price_min", "-1"),
        ("price_min", "1e99"),
        ("price_min", "1e3"),
        ("price_min", "1_000"),
        ("price_max", "١٢"),
        ("page", "1_0"),
        ("page_size", "１２"),
        ("price_max", "1.001"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1.5"),
        ("page", str(10**30)),
        ("page_size", "0"),
        ("page_size", "101"),
        ("page_size", str(10**9)),
        ("ordering", "price; DROP TABLE catalog_product"),
        ("ordering", "stock"),
        ("ordering", "relevance"),
        ("category", "no-such-category"),
        ("category", "vases' OR 1=1"),
        ("search", "a\0b"),
        ("search", "x" * 201),
        ("brand", "\0"),
        ("brand", "x" * 81),
        ("in_stock", "maybe"),
        ("stock__gt", "0"),
        ("format", "xml"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_parameter(refused, name, value) -> None:
    assert refused("products/", **{name: value}).keys() == {name}


def test_what_is_too_long_for_a_slug_is_not_repeated(refused) -> None:
    assert refused("products/", category="x" * 121) == {"category": "max_length"}


def test_all_faults_are_named_at_once(refused) -> None:
    faults = refused("products/", page="x", price_min="-1", nope="1")

    assert faults == {"page": "invalid", "price_min": "min_value", "nope": "unknown"}


def test_an_unknown_parameter_is_told_the_known_ones(get) -> None:
    message = get("products/", colour="red", status=400)["errors"][0]["message"]

    assert "price_min" in message
    assert "page_size" in message


def test_a_parameter_given_twice_is_refused(refused) -> None:
    assert refused("products/?page=1&page=2") == {"page": "repeated"}


def test_prices_the_wrong_way_round_are_refused(refused) -> None:
    assert refused("products/", price_min=10, price_max=5) == {"price_min": "invalid"}


def test_nobody_leafs_deeper_than_the_bound(refused, get, make_product) -> None:
    make_product()
    assert refused("products/", page=MAX_LISTED // 100 + 1, page_size=100) == {"page": "max_value"}
    assert get("products/", page=MAX_LISTED // 100, page_size=100, status=404)


def test_markup_and_operators_in_a_search_are_only_words(get, make_product) -> None:
    make_product(name="Vase")

    for text in ("<script>", "'); --", '"', "vase &", "!:*", "-", "٣", "\u202e"):
        assert get("products/", search=text)["count"] in (0, 1)


def test_a_page_costs_the_same_number_of_queries_however_many_products(
    get, make_product, django_assert_num_queries
) -> None:
    for _ in range(2):
        make_product("red", "blue", brand="Ada")
    with django_assert_num_queries(5):
        get("products/")
    for _ in range(6):
        make_product("red", "blue", brand="Bob")
    with django_assert_num_queries(5):
        get("products/")


def test_detail_has_pictures_in_sizes_with_absolute_addresses(
    get, make_product, client: Client
) -> None:
    product = make_product("red", "blue", attributes={"glaze": "matt"}, description="Tall.")
    product.images.filter(position=0).update(alt="A red vase")

    answer = get("products/product-1/")

    assert answer["attributes"] == {"glaze": "matt"}
    assert answer["description"] == "Tall."
    first, second = answer["images"]
    assert (first["alt"], second["alt"]) == ("A red vase", "Product 1")
    assert [(s["size"], s["width"], s["height"]) for s in first["sizes"]] == [
        (160, 160, 160),
        (480, 320, 320),  # never enlarged
        (960, 320, 320),
    ]
    for picture in [first, *first["sizes"]]:
        assert picture["url"].startswith("http://testserver/media/")
        assert client.get(picture["url"]).status_code == 200
    assert client.get(answer["similar"]).status_code == 200


def test_detail_names_the_other_variants_of_the_family(get, make_product) -> None:
    make_product("red", family="f")
    make_product("blue", family="f")
    make_product("green", family="g")
    make_product("teal")
    make_product("teal")

    assert [v["slug"] for v in get("products/product-1/")["variants"]] == ["product-2"]
    assert get("products/product-4/")["variants"] == []


def test_detail_costs_the_same_number_of_queries_however_much_it_shows(
    get, make_product, django_assert_num_queries
) -> None:
    make_product("red", family="f")
    make_product("red", family="f")
    with django_assert_num_queries(5):
        get("products/product-1/")
    for _ in range(4):
        make_product("red", "blue", family="f")
    with django_assert_num_queries(5):
        get("products/product-1/")


def test_no_answer_holds_a_vector(get, make_product, plain_space: EmbeddingSpace, embed) -> None:
    make_product("red")
    make_product("blue")
    embed()

    for path in ("products/", "products/product-1/", "products/product-1/similar/"):
        answer = str(get(path))
        assert "vector" not in answer
        assert "features" not in answer
