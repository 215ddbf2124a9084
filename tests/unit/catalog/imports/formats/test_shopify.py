"""Shopify's several lines a product become variants of one family."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.imports.rows import MISSING, PictureReference, ProductRow, RefusedRow

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Published,Option1 Name,Option1 Value,"
    "Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Price,Image Src,Image Position,Image Alt Text,Variant Image,Status,"
    "Material (product.metafields.custom.material)"
)
LAMP = """
lamp,Desk lamp,<p>Bright</p>,Lumo,Home > Lighting,Lamps,TRUE,Colour,Red,Size,S,L-RS,shopify,4,19.90,https://a.example/1.jpg,2,Lit,https://a.example/red.jpg,active,brass
lamp,,,,,,,,Blue,,S,L-BS,shopify,-2,21.90,https://a.example/2.jpg,1,,https://a.example/blue.jpg,,
lamp,,,,,,,,Blue,,M,,,9,,https://a.example/blue.jpg,3,Blue one,,,
lamp,,,,,,,,,,,,,,,https://a.example/red.jpg,4,,,,
"""
MUG = """
mug,Mug,,Lumo,,Mugs,TRUE,Title,Default Title,,,M-1,,0,5.00,,,,,draft,
"""


def test_variants_are_products_of_a_family(outcomes):
    red, blue, refused = outcomes(HEADER + LAMP)
    assert isinstance(refused, RefusedRow)
    assert [(each.code, each.column) for each in refused.problems] == [("empty", "Variant Price")]
    assert len(refused.records) == 4
    assert red == ProductRow(
        sku="L-RS",
        lines=(2,),
        name="Desk lamp – Red / S",
        slug="lamp",
        description="<p>Bright</p>",
        price=Decimal("19.90"),
        category=("Home", "Lighting"),
        brand="Lumo",
        family="lamp",
        attributes={"Material": "brass", "Colour": "Red", "Size": "S"},
        stock=4,
        is_published=True,
        pictures=(
            PictureReference("https://a.example/red.jpg", ""),
            PictureReference("https://a.example/2.jpg", ""),
            PictureReference("https://a.example/1.jpg", "Lit"),
        ),
    )
    assert (blue.name, blue.slug, blue.stock) == ("Desk lamp – Blue / S", MISSING, 0)
    assert [each.code for each in blue.notices] == ["oversold"]
    assert blue.pictures[0] == PictureReference("https://a.example/blue.jpg", "Blue one")
    assert "https://a.example/red.jpg" not in {each.source for each in blue.pictures}


def test_a_product_without_options_is_one(outcomes):
    (mug,) = outcomes(HEADER + MUG)
    assert (mug.sku, mug.name, mug.family, mug.attributes) == ("M-1", "Mug", "", {})
    assert mug.category == ("Mugs",)
    assert mug.is_published is False
    assert mug.stock is MISSING  # not tracked


def test_skus_are_made_where_there_are_none(outcomes):
    (row,) = outcomes(
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU\nlamp,Lamp,Colour,Dark red,\n"
    )
    assert row.sku == "lamp-Dark-red"
    assert [each.code for each in row.notices] == ["sku_made"]


def test_the_newer_names_of_columns_are_known_too(outcomes):
    (row,) = outcomes(
        "Title,URL handle,Description,Vendor,Product category,Published on online store,Status,SKU,"
        "Option1 name,Option1 value,Price,Inventory tracker,Inventory quantity,Product image URL,"
        "Image position,Image alt text,Variant image URL\n"
        "Mug,mug,Nice,Lumo,Home > Mugs,TRUE,Active,M-1,Title,Default Title,5,shopify,3,"
        "https://a.example/m.jpg,1,A mug,\n"
    )
    assert (row.sku, row.slug, row.price, row.stock) == ("M-1", "mug", Decimal("5.00"), 3)
    assert row.pictures == (PictureReference("https://a.example/m.jpg", "A mug"),)
    assert row.is_published is True


def test_one_bad_price_costs_its_variant_alone(outcomes):
    bad = "x,Box,,,,,TRUE,Size,S,,,X-S,,,1e3,,,,,active,\nx,,,,,,,,M,,,X-M,,,2,,,,,,\n"
    refused, fine = outcomes(f"{HEADER}\n{bad}")
    assert isinstance(refused, RefusedRow)
    assert [(each.code, each.value) for each in refused.problems] == [("number", "1e3")]
    assert fine.price == Decimal("2.00")


def test_a_bad_state_of_the_product_costs_all_of_its_variants(codes):
    bad = "x,Box,,,,,TRUE,Size,S,,,X-S,,,1,,,,,sold,\nx,,,,,,,,M,,,X-M,,,2,,,,,,\n"
    assert codes(f"{HEADER}\n{bad}") == [("flag", "Status")] * 2


def test_lines_that_are_torn_apart_are_told(codes):
    torn = LAMP + MUG + "lamp,,,,,,,,,,,,,,,https://a.example/9.jpg,1,,,,\n"
    assert ("scattered", "Handle") in codes(HEADER + torn)


@pytest.mark.parametrize("guarded", ["'=SUM(1)", "'+49"])
def test_guards_of_an_export_are_taken_away(outcomes, guarded):
    (row,) = outcomes(f"Handle,Title,Variant SKU\nx,{guarded},X\n")
    assert row.name == guarded[1:]
