"""Feeds for Google Merchant, as XML and as text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.imports.rows import MISSING, PictureReference, ProductRow

XML = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><title>of RSS</title><link>https://a.example/m</link><g:id>M-R</g:id>
<g:title>Mug &amp; saucer</g:title>
<g:description>Nice</g:description><g:price>1,250.50 EUR</g:price>
<g:availability>in_stock</g:availability><g:brand>Lumo</g:brand>
<g:item_group_id>M</g:item_group_id>
<g:image_link>https://a.example/1.jpg</g:image_link>
<g:additional_image_link>https://a.example/2,2.jpg</g:additional_image_link>
<g:additional_image_link>https://a.example/3.jpg</g:additional_image_link>
<g:product_type>Home &gt; Mugs, cups</g:product_type><g:color>Red</g:color>
<g:google_product_category>2169</g:google_product_category>
<g:shipping><g:country>DE</g:country><g:price>4 EUR</g:price></g:shipping></item>
</channel></rss>"""
TSV = (
    "id\ttitle\tdescription\tavailability\tprice\titem group id\timage link\t"
    "additional image link\tproduct type\tgoogle product category\tcolor\tsale price\n"
    "M-R\tMug\tNice\tout of stock\t15.00 EUR\tM\thttps://a.example/1.jpg\t"
    "https://a.example/2.jpg,https://a.example/3.jpg\t\tHome & Garden > Kitchen\tRed\t12 EUR\n"
)
MORE = tuple(PictureReference(f"https://a.example/{name}.jpg") for name in ("1", "2", "3"))


def test_xml(outcomes):
    (row,) = outcomes(XML)
    assert row == ProductRow(
        sku="M-R",
        lines=(3,),
        name="Mug & saucer",
        description="Nice",
        price=Decimal("1250.50"),
        currency="EUR",
        category=("Home", "Mugs, cups"),
        brand="Lumo",
        family="M",
        attributes={"colour": "Red"},
        in_stock=True,
        pictures=(MORE[0], PictureReference("https://a.example/2,2.jpg"), MORE[2]),
    )


def test_text(outcomes):
    (row,) = outcomes(TSV)
    assert (row.price, row.currency, row.in_stock) == (Decimal("12.00"), "EUR", False)
    assert row.category == ("Home & Garden", "Kitchen")
    assert row.pictures == MORE
    assert (row.stock, row.is_published) == (MISSING, MISSING)


@pytest.mark.parametrize(
    ("price", "code"), [("free", "number"), ("-1 EUR", "negative"), ("", "empty")]
)
def test_bad_prices_name_their_column(codes, price, code):
    assert codes(f"id\ttitle\tavailability\tprice\nA\tMug\tin stock\t{price}\n") == [
        (code, "price")
    ]


@pytest.mark.parametrize(
    ("types", "path"),
    [
        ("A > B, C > D > E", ("C", "D", "E")),
        ("Home, garden > Mugs", ("Home, garden", "Mugs")),
        ("A > Skirts, dresses", ("A", "Skirts, dresses")),
    ],
)
def test_commas_in_text_feeds_are_between_paths_or_within_names(outcomes, types, path):
    (row,) = outcomes(f"id\ttitle\tavailability\tproduct_type\nA\tMug\tin stock\t{types}\n")
    assert row.category == path


def test_the_innermost_of_several_elements_is_taken(outcomes):
    item = (
        "<id>A</id><title>x</title><availability>in stock</availability>"
        "<product_type>A, b > C, d > E</product_type><product_type>F</product_type>"
    )
    (row,) = outcomes(f"<rss><item>{item}</item></rss>")
    assert row.category == ("A, b", "C, d", "E")


def test_an_unknown_availability_is_refused(codes):
    assert codes("id\ttitle\tavailability\nA\tMug\tmaybe\n") == [("flag", "availability")]


def test_feeds_without_categories_leave_products_where_they_are(outcomes):
    (row,) = outcomes("id\ttitle\tavailability\tgoogle_product_category\nA\tMug\tin stock\t2169\n")
    assert row.category is MISSING
