"""Magento's variations become products of the family that their configurable is."""

# ruff: noqa: E501 - lines of files

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.imports.rows import MISSING, PassedOverRow, PictureReference, ProductRow

HEADER = (
    "sku,store_view_code,attribute_set_code,product_type,categories,name,description,product_online,"
    "price,special_price,url_key,base_image,base_image_label,additional_attributes,qty,is_in_stock,"
    "additional_images,additional_image_labels,configurable_variations"
)
JACKET = """
J-S,,Top,simple,,Jacket-S,,1,50.000000,,jacket-s,,,"color=Blue, dark,size=S,has_options=0",5.0000,1,,,
J-M,,Top,simple,"Default Category/Men/Jackets",Jacket-M,Own,2,55.0000,49,jacket-m,/j/m.jpg,Front,"size=M,manufacturer=Lumo",,0,"/j/m.jpg,/j/b.jpg","Front,Back",
J,,Top,configurable,"Default Category/Men,Default Category/Men/Coats",Jacket,Warm,1,,,jacket,/j/0.jpg,All,"color=Blue",,1,,,"sku=J-S,size=S|sku=J-M,size=M"
J-S,german,Top,simple,,Jacke-S,,,,,,,,,,,,,
"""


def test_variations_take_what_they_lack_from_their_configurable(outcomes):
    small, medium, parent, translation = outcomes(HEADER + JACKET)
    assert small == ProductRow(
        sku="J-S",
        lines=(2,),
        name="Jacket-S",
        slug="jacket-s",
        description="Warm",
        price=Decimal("50.00"),
        category=("Men", "Coats"),
        brand=MISSING,
        family="J",
        attributes={"color": "Blue, dark", "size": "S"},
        stock=5,
        in_stock=True,
        is_published=True,
        pictures=(PictureReference("/j/0.jpg", "All"),),
    )
    assert (medium.price, medium.brand, medium.is_published) == (Decimal("49.00"), "Lumo", False)
    assert (medium.description, medium.category) == ("Own", ("Men", "Jackets"))
    assert medium.pictures == (
        PictureReference("/j/m.jpg", "Front"),
        PictureReference("/j/b.jpg", "Back"),
    )
    assert (medium.stock, medium.in_stock) == (MISSING, False)
    assert [each.notice.code for each in (parent, translation)] == ["parent", "store_view"]


def test_an_export_of_one_store_view_has_its_products_there(outcomes):
    (row,) = outcomes(f"{HEADER}\nX,default,Top,simple,,Box,,1,5,,,,,,1,1,,,\n")
    assert isinstance(row, ProductRow)


def test_a_configurable_whose_variations_are_elsewhere_is_a_product(outcomes):
    (row,) = outcomes(f'{HEADER}\nJ,,Top,configurable,,Jacket,,1,5,,,,,,,,,,"sku=J-S,size=S"\n')
    assert isinstance(row, ProductRow)
    assert row.family is MISSING


@pytest.mark.parametrize("kind", ["grouped", "bundle"])
def test_sets_are_passed_over(outcomes, kind):
    (row,) = outcomes(f"{HEADER}\nJ,,Top,{kind},,Set,,1,,,,,,,,,,,\n")
    assert isinstance(row, PassedOverRow)


def test_slashes_and_commas_in_names_of_categories(outcomes):
    paths = r"Default Category/Tea\/Coffee/Cups\, large"
    (row,) = outcomes(f'{HEADER}\nC,,Top,simple,"{paths}",Cup,,1,5,,,no_selection,,,1,1,,,\n')
    assert row.category == ("Tea/Coffee", "Cups, large")
    assert row.pictures == ()


def test_attributes_with_columns_of_their_own_are_chosen_by_staff(outcomes, table):
    content = "sku,product_type,attribute_set_code,color\nA,simple,Top,Red\n"
    from catalog.imports.reading import recognise

    mapping = recognise(table(content))
    assert mapping.ignored == ("attribute_set_code", "color")
    (row,) = outcomes(content, mapping=mapping.corrected(columns={"color": "attribute:colour"}))
    assert row.attributes == {"colour": "Red"}
