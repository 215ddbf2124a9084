"""Words find what people mean by them, however they and the products are written."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import connection

from catalog.models import Product
from catalog.search.finding import Reading, understand
from catalog.search.staff_search import search_products
from tests.factories import CategoryFactory

# SKU, name: with a category, a brand and attributes where these are searched for.
PRODUCTS = {
    "HK.0815-22": "Häkeldecke Ålesund",
    "SM/2": "Smørrebrød plate",
    "WH-1000XM5": "Men's wool coat",
    "LS-14": "Long-sleeve shirt",
    "LT-15": "Longsleeve top",
    "TL-16": "Table lamp Nora",
    "TL-17": "Tablelamp Fynn",
    "BO-23": "Bottle 500 ml steel",
    "BO-24": "Bottle 500ml glass",
    "RU-25": "Rug 120 × 170 cm",
    "UC-26": "USB-C cable",
    "IP-27": "iPhone15 case",
    "TW-28": "The Who",
    "CJ-31": "北欧ランプ",
    "KO-32": "도자기꽃병",
    "TH-33": "แจกันดอกไม้",
    "RU-36": "зелёный чайник",
    "AR-37": "مِزْهَرِيَّة زرقاء",
    "DE-41": unicodedata.normalize("NFD", "Bücherregal"),
    "RS-42": "Rock ‘n’ Roll tee",
}
FOUND = {
    "hakeldecke alesund": "HK.0815-22",
    "haekeldecke aalesund": "HK.0815-22",
    "SMORREBROD": "SM/2",
    "bücherregal": "DE-41",
    "bucherregal": "DE-41",
    "men’s": "WH-1000XM5",
    "mens coat": "WH-1000XM5",
    "rock n roll": "RS-42",
    "HK.0815-22": "HK.0815-22",
    "hk.0815": "HK.0815-22",
    "hk0815": "HK.0815-22",
    "hk 0815 22": "HK.0815-22",
    "0815": "HK.0815-22",
    "wh1000xm5": "WH-1000XM5",
    "WH–1000": "WH-1000XM5",
    "sm2": "SM/2",
    "longsleeve": "LS-14 LT-15",
    "long sleeves": "LS-14 LT-15",
    "long-sleeve": "LS-14 LT-15",
    "tablelamps": "TL-16 TL-17",
    "table-lamp": "TL-16 TL-17",
    "500ml bottle": "BO-23 BO-24",
    "bottle 500": "BO-23 BO-24",
    "120x170": "RU-25",
    "120 x 170cm": "RU-25",
    "usbc": "UC-26",
    "usb c": "UC-26",
    "iphone 15": "IP-27",
    "the who": "TW-28",
    "the": "TW-28",
    "ランプ": "CJ-31",
    "꽃병": "KO-32",
    "ดอกไม้": "TH-33",
    "зеленые чайники": "RU-36",
    "مزهرية": "AR-37",
    "cabl": "UC-26",
    "mugs and cups": "CAT",
    "linen cushion blue": "CAT",
    "lundqvist": "CAT",
    "washable": "CAT",
    "table or cable": "TL-16 TL-17 UC-26",
    "bottle -glass": "BO-23",
    '"bottle 500"': "BO-23 BO-24",
}
NEAR = {
    "heakeldecke": ("häkeldecke", "HK.0815-22"),
    "talbe lamp": ("table lamp", "TL-16 TL-17"),
    "cusion": ("cushion", "CAT"),
    "regal": ("bücherregal", "DE-41"),  # a part of one
    "coatwool": ("coat wool", "WH-1000XM5"),
    "lampp norra": ("lamp nora", "TL-16"),
}
NOT_FOUND = ["zebra", "'", "& | ! :* (", "\\", "<->", "-", "xq", "%", "\0", "🙂"]


@pytest.fixture
def shelf(make_product) -> None:
    other = CategoryFactory.create(slug="other", name="Sundries")
    for sku, name in PRODUCTS.items():
        make_product(sku=sku, name=name, category=other)
    home = CategoryFactory.create(slug="home", name="At home")
    make_product(
        sku="CAT",
        name="Alba",
        brand="Lundqvist",
        category=CategoryFactory.create(slug="mugs", name="Mugs and cups", parent=home),
        attributes={"kind": "cushion", "colour": "blue|white", "material": ["linen"]}
        | {"washable": True},
    )


def skus(products) -> str:
    return " ".join(sorted(product.sku for product in products))


def test_shoppers_and_staff_find_what_they_mean(shelf) -> None:
    products = Product.objects.all()
    assert {typed: skus(products.matching(typed)) for typed in FOUND} == FOUND
    assert {typed for typed in FOUND if understand(typed).is_near_miss} == set()
    by_staff = {typed: skus(search_products(products, typed)) for typed in FOUND}
    assert {
        typed: found
        for typed, found in by_staff.items()
        if not set(FOUND[typed].split()) <= set(found.split())
    } == {}


def test_near_misses_find_the_nearest_words_and_say_so(shelf) -> None:
    for typed, (words, found) in NEAR.items():
        search = understand(typed)
        assert (typed, search.reading, search.words) == (typed, Reading.CORRECTED, words)
        assert skus(Product.objects.found_by(search)) == found
        assert skus(search_products(Product.objects.all(), typed)) == found


def test_where_no_product_has_all_words_those_with_some_are_found(shelf) -> None:
    search = understand("steel cushion")
    assert search.reading == Reading.SOME_WORDS
    assert skus(Product.objects.found_by(search)) == "BO-23 CAT"


@pytest.mark.parametrize("typed", [*NOT_FOUND, "", " ", "x" * 5_000, "a " * 500])
def test_what_nobody_can_mean_finds_nothing_and_breaks_nothing(db, typed) -> None:
    assert understand(typed).reading == Reading.NOTHING
    assert list(Product.objects.matching(typed)) == []


def test_the_name_comes_before_the_brand_before_attributes_before_the_description(
    make_product,
) -> None:
    other = CategoryFactory.create(slug="other")
    make_product(sku="4", name="Lamp", description="Not of linen, never linen.", category=other)
    make_product(sku="3", name="Lamp", attributes={"material": "linen"}, category=other)
    make_product(sku="2", name="Lamp", brand="Linen", category=other)
    make_product(sku="1b", name="Linen sheet", stock=0, category=other)
    make_product(sku="1a", name="Linen sheet", category=other)
    make_product(sku="0", name="Linen", category=other)
    make_product(sku="linen", name="Sheet", category=other)
    found = [product.sku for product in Product.objects.matching("linen")]
    assert found == ["linen", "0", "1a", "1b", "2", "3", "4"]


def test_a_search_costs_the_same_statements_whatever_it_finds(
    shelf, make_product, django_assert_num_queries
) -> None:
    for typed, statements in (("table lamp", 4), ("talbe lamp", 7), ("zebra", 4)):
        with django_assert_num_queries(statements):
            list(Product.objects.matching(typed))
        make_product(name="Table lamp again")


def test_products_are_found_by_an_index(shelf) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Product.objects.matching("table").explain()
    assert "product_search" in plan
    assert "Seq Scan" not in plan


def test_a_category_that_is_renamed_or_moved_is_found_by_its_new_name(make_product) -> None:
    above = CategoryFactory.create(slug="above", name="Outdoors")
    below = CategoryFactory.create(slug="below", name="Chairs")
    make_product(name="Alba", category=below)
    below.name, below.parent = "Stools", above
    below.save()
    assert [len(Product.objects.matching(words)) for words in ("chairs", "stool outdoor")] == [0, 1]
    above.name = "Indoors"
    above.save()
    assert [len(Product.objects.matching(words)) for words in ("outdoors", "indoors")] == [0, 1]


def test_whether_anything_is_found_is_asked_of_the_index(make_product) -> None:
    """For the first row alone PostgreSQL would read the table, all of it where there is none."""
    make_product(name="Vase")
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        understand("vase")
    ((sql, params),) = [each for each in asked if "SELECT EXISTS" in each[0]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DROP INDEX product_facets")  # for a few rows as cheap, for many it is not
        cursor.execute("EXPLAIN " + sql, params)
        plan = "\n".join(row[0] for row in cursor)
    assert "Bitmap Index Scan on product_search" in plan
    assert "CTE Scan on found" in plan
