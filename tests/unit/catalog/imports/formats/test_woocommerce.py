"""WooCommerce's variations become products of the family that their parent is."""

# ruff: noqa: E501 - lines of files

from __future__ import annotations

from decimal import Decimal

from catalog.imports.rows import MISSING, PassedOverRow, PictureReference, ProductRow

HEADER = (
    "ID,Type,SKU,Name,Published,Short description,Description,Date sale price ends,In stock?,Stock,"
    "Sale price,Regular price,Categories,Images,Parent,Brands,Attribute 1 name,Attribute 1 value(s)"
)
SHIRT = """
10,variable,SH,Shirt,1,,A shirt,,1,,,,"Clothing, Clothing > Shirts, New",https://a.example/s.jpg,,Lumo,Colour,"Red, Blue"
11,variation,SH-R,Shirt - Red,1,,,,1,3,,20.00,,https://a.example/r.jpg,SH,,Colour,Red
12,variation,SH-B,Shirt - Blue,1,,,,0,,15.00,20.00,,,id:10,,Colour,"Blue\\, dark"
"""


def test_variations_take_what_they_lack_from_their_parent(outcomes):
    parent, red, blue = outcomes(HEADER + SHIRT)
    assert isinstance(parent, PassedOverRow)
    assert parent.notice.code == "parent"
    assert red == ProductRow(
        sku="SH-R",
        lines=(3,),
        name="Shirt - Red",
        description="A shirt",
        price=Decimal("20.00"),
        category=("Clothing", "Shirts"),
        brand="Lumo",
        family="SH",
        attributes={"Colour": "Red"},
        stock=3,
        in_stock=True,
        is_published=True,
        pictures=(PictureReference("https://a.example/r.jpg"),),
        notices=red.notices,
    )
    assert [each.code for each in red.notices] == ["other_categories"]
    assert (blue.price, blue.stock, blue.in_stock) == (Decimal("15.00"), MISSING, False)
    assert blue.attributes == {"Colour": "Blue, dark"}
    assert blue.family == "SH"
    assert blue.pictures == (PictureReference("https://a.example/s.jpg"),)


def test_the_parent_may_stand_below_its_variations(outcomes):
    lines = SHIRT.strip().split("\n")
    *rows, parent = outcomes("\n".join([HEADER, lines[1], lines[2], lines[0]]))
    assert {row.description for row in rows} == {"A shirt"}
    assert isinstance(parent, PassedOverRow)


def test_simple_products_have_no_family(outcomes):
    (row,) = outcomes(f'{HEADER}\n5,"simple, virtual",G,Gift,-1,Short,,,1,,,9,Gifts,,,,,\n')
    assert (row.family, row.is_published, row.description) == ("", False, "Short")


def test_a_sale_with_dates_is_not_the_price(outcomes):
    (row,) = outcomes(f"{HEADER}\n5,simple,G,Gift,1,,,2026-12-24,1,,7,9,Gifts,,,,,\n")
    assert row.price == Decimal("9.00")
    assert [each.code for each in row.notices] == ["dated_sale"]


def test_sets_are_passed_over(outcomes):
    (row,) = outcomes(f"{HEADER}\n5,grouped,G,Set,1,,,,1,,,,,,,,,\n")
    assert isinstance(row, PassedOverRow)
    assert row.notice.code == "set"


def test_a_variation_without_its_parent_still_comes(outcomes):
    (row,) = outcomes(f"{HEADER}\n12,variation,,Shirt - Red,1,,,,1,1,,20,,,id:10,,,\n")
    assert (row.sku, row.family, row.category) == ("wc-12", "wc-10", MISSING)


def test_german_exports_are_known(outcomes):
    (row,) = outcomes(
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Regulärer Preis,Kategorien\n"
        '1,simple,T-1,Tasse,1,"9,50",Küche > Tassen\n'
    )
    assert (row.sku, row.price, row.category) == ("T-1", Decimal("9.50"), ("Küche", "Tassen"))
